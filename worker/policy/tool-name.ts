// Which names a tool can have here. Pure.

/** What the admin API can name (schema/api/tools.ts), and so what the catalogue records. */
export function isToolName(name: string): boolean {
  return name.length > 0 && name.length <= 256 && !/\p{Cc}/u.test(name)
}
