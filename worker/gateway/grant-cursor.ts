// Where a page of grants ends: (time, id), newest first. The same in every object, so that pages of several can be merged.
import { base64url } from 'jose'

export interface GrantPosition {
  createdAt: number
  id: string
}

export function encodeGrantCursor({ createdAt, id }: GrantPosition): string {
  return base64url.encode(`${createdAt}.${id}`)
}

/** Undefined for what is no position. */
export function parseGrantCursor(cursor: string): GrantPosition | undefined {
  try {
    const text = new TextDecoder().decode(base64url.decode(cursor))
    const [, createdAt, id] = /^(\d+)\.(.+)$/.exec(text) ?? []
    return createdAt !== undefined && id !== undefined ? { createdAt: Number(createdAt), id } : undefined
  } catch {
    return undefined
  }
}

/** Newest first, as the objects answer them. */
export function compareGrants(one: GrantPosition, other: GrantPosition): number {
  if (one.createdAt !== other.createdAt) return other.createdAt - one.createdAt
  return one.id < other.id ? 1 : -1
}
