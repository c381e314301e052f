const SLUG_CHARS_MAX = 63

/** A slug that reads like the name: lower-case letters, digits and hyphens. Pure. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, SLUG_CHARS_MAX)
    .replace(/-+$/, '')
}
