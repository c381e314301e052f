// Which browser a step belongs to (S4): one cookie for each, named after the hash of its handle.
import { sha256Hex } from '../../crypto/digest.ts'

export type OwnStep = 'sign-in' | 'form'

export async function ownCookie(step: OwnStep, handle: string, maxAgeSeconds: number): Promise<string> {
  return `${await pairOf(step, handle)}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}`
}

export async function isOwnBrowser(cookie: string | null, step: OwnStep, handle: string): Promise<boolean> {
  const expected = await pairOf(step, handle)
  return (cookie ?? '').split(';').some((part) => part.trim() === expected)
}

async function pairOf(step: OwnStep, handle: string): Promise<string> {
  const hash = await sha256Hex(`${step} ${handle}`)
  return `__Host-limen-${step}-${hash.slice(0, 16)}=${hash}`
}
