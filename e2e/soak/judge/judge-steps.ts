// P5 for authorization steps: those of an object are on its disk before anybody is answered, so none may be missing,
// however often it was killed.
import type { DatabaseSync } from 'node:sqlite'
import type { StoredObjects } from './read-grants.ts'
import type { Violation } from './violation.ts'

export function judgeSteps(sql: DatabaseSync, { grants, unsentSteps }: StoredObjects): Violation[] {
  const violations: Violation[] = []
  const say = (what: string) => violations.push({ rule: 'P5', what })
  if (unsentSteps > 0) say(`${unsentSteps} authorization steps were never sent`)
  const objects = sql
    .prepare(
      `SELECT isolate, max(sequence) - count(*) AS lost FROM log_events WHERE isolate LIKE 'do:%' GROUP BY isolate`,
    )
    .all()
  for (const { isolate, lost } of objects)
    if (lost !== 0) say(`${String(lost)} authorization steps of ${String(isolate).slice(0, 12)} are lost`)
  const told = new Set(
    sql
      .prepare(`SELECT grant_id || ' ' || method AS fact FROM log_events WHERE kind = 'authorization'`)
      .all()
      .map(({ fact }) => fact),
  )
  for (const { id, endedAt } of grants) {
    if (!told.has(`${id} grant_created`)) say(`the log does not know of the beginning of ${id}`)
    if (endedAt !== null && !told.has(`${id} grant_ended`)) say(`the log does not know of the end of ${id}`)
  }
  return violations
}
