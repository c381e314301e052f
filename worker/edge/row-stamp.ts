// What tells one state of a row from any other. Not its version alone: a database that was set back counts on from there,
// and reaches a version again with other content.
export function stampOf(row: { version: number; createdAt: number; updatedAt: number }): string {
  return `${row.version}.${row.createdAt}.${row.updatedAt}`
}
