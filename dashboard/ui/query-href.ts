/** The address of this page with other values in its query; undefined takes one out. */
export function queryHref(
  { pathname, search }: { pathname: string; search: string },
  changes: Readonly<Record<string, string | undefined>>,
): string {
  const query = new URLSearchParams(search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) query.delete(name)
    else query.set(name, value)
  }
  const text = query.toString()
  return `${pathname}${text === '' ? '' : `?${text}`}`
}
