// Which orders to restore this storage knows: those that it has carried out, and those that were given while it was the
// present one. A storage that went back in time knows nothing of the order that brought it back.

/** What carrying out an order did. */
export interface RestoreResult {
  /** Grants whose refresh token may be an older one. */
  unknown: number
  /** Grants that had ended since, or whose client holds tokens that this storage does not know. */
  ended: number
}

interface RestoreFact {
  result: RestoreResult | null
}

export function knowsRestore(sql: SqlStorage, restoreId: string): boolean {
  return findFact(sql, restoreId) !== undefined
}

/** Null: it was given, and not carried out here; or this storage does not know it. */
export function findRestoreResult(sql: SqlStorage, restoreId: string): RestoreResult | null {
  return findFact(sql, restoreId)?.result ?? null
}

export function rememberRestore(sql: SqlStorage, restoreId: string, result: RestoreResult | null): void {
  const fact: RestoreFact = { result }
  sql.exec(
    'INSERT OR REPLACE INTO object_facts (name, value) VALUES (?, ?)',
    nameOf(restoreId),
    JSON.stringify(fact),
  )
}

function findFact(sql: SqlStorage, restoreId: string): RestoreFact | undefined {
  const [row] = sql
    .exec<{ value: string }>('SELECT value FROM object_facts WHERE name = ?', nameOf(restoreId))
    .toArray()
  return row && (JSON.parse(row.value) as RestoreFact)
}

function nameOf(restoreId: string): string {
  return `restore ${restoreId}`
}
