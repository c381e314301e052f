// Whether a part of the dashboard could not be loaded because this page is older than what is deployed: the names of
// parts change with their contents. Each browser says it in its own words.
const WORDS = [
  'Failed to fetch dynamically imported module',
  'error loading dynamically imported module',
  'Importing a module script failed',
]

export function isOldPage(error: unknown): boolean {
  return error instanceof TypeError && WORDS.some((words) => error.message.includes(words))
}
