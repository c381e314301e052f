// Keyset positions of newest-first lists: (time, rowid). Opaque to callers, checked when they come back.
import { base64url } from 'jose'
import { AdminProblem } from './admin-problem.ts'

export interface Position {
  at: number
  rowid: number
}

export function encodeCursor({ at, rowid }: Position): string {
  return base64url.encode(`${at}.${rowid}`)
}

/** Throws AdminProblem `bad_parameter`. */
export function parseCursor(cursor: string): Position {
  const [, at, rowid] = /^(\d{1,15})\.(\d{1,15})$/.exec(decoded(cursor)) ?? []
  if (at === undefined || rowid === undefined) {
    throw foreignCursor()
  }
  return { at: Number(at), rowid: Number(rowid) }
}

export function foreignCursor(): AdminProblem {
  return new AdminProblem('bad_parameter', 'The cursor is not one of this list.', {
    errors: [{ path: 'cursor', message: 'use the cursor of the page before, unchanged' }],
  })
}

function decoded(cursor: string): string {
  try {
    return new TextDecoder().decode(base64url.decode(cursor))
  } catch {
    return ''
  }
}
