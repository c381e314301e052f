// Handles of Limen's own sign-ins stand in the same `state` as those of the OAuth library; the beginning tells them apart.
import { randomToken } from '../../crypto/random-id.ts'

const PREFIX = 'own_'

export function newOwnHandle(): string {
  return `${PREFIX}${randomToken(32)}`
}

/** One of the library's may begin alike by chance: then no step is found, and it is asked. */
export function isOwnHandle(handle: string): boolean {
  return handle.startsWith(PREFIX)
}
