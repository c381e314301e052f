// Which of the two families of revisions a message belongs to; the body decides (M1). Pure.
import { isMembers, type Body, type Message } from './message.ts'
import { MessageRefusal } from './message-refusal.ts'
import { BATCH_REVISION, MODERN_SINCE, VERSION_CLAIM } from './revisions.ts'

export type Era =
  /** `claim` is the revision that the body names; a notification without a claim has its header's. */
  { family: 'modern'; claim: string } | { family: 'legacy'; claim: null }

const LEGACY: Era = { family: 'legacy', claim: null }

/** `versionHeader` is `MCP-Protocol-Version`, null when absent. Throws MessageRefusal for a malformed claim or array. */
export function decideEra(body: Body, versionHeader: string | null): Era {
  if (!body.isBatch) return decideMessageEra(body.messages[0], versionHeader)
  // Arrays exist in one revision only, the one that has no version header either (M3).
  if (!mayHaveArrays(versionHeader)) {
    throw new MessageRefusal(`an array is not allowed in revision ${versionHeader?.slice(0, 32)}`)
  }
  for (const message of body.messages) {
    if (message.kind === 'response') continue
    if (readClaim(message) !== undefined) throw new MessageRefusal('a modern request inside an array')
    if (message.method === 'initialize') throw new MessageRefusal('"initialize" inside an array')
  }
  return LEGACY
}

/** On legacy traffic: a missing header stands for the revision that knows arrays (M3). */
export function mayHaveArrays(versionHeader: string | null): boolean {
  return versionHeader === null || versionHeader === BATCH_REVISION
}

function decideMessageEra(message: Message, versionHeader: string | null): Era {
  if (message.kind === 'response') return LEGACY
  const claim = readClaim(message)
  if (claim !== undefined) return { family: 'modern', claim }
  if (message.kind === 'notification' && versionHeader !== null && isModernRevision(versionHeader)) {
    return { family: 'modern', claim: versionHeader }
  }
  return LEGACY
}

function isModernRevision(revision: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(revision) && revision >= MODERN_SINCE
}

function readClaim(message: Exclude<Message, { kind: 'response' }>): string | undefined {
  const meta = message.params?.['_meta']
  if (!isMembers(meta) || !Object.hasOwn(meta, VERSION_CLAIM)) return undefined
  const claim = meta[VERSION_CLAIM]
  if (typeof claim === 'string' && claim !== '') return claim
  throw new MessageRefusal(
    'the protocol version in "_meta" is not a text',
    message.kind === 'request' ? message.rawId : undefined,
  )
}
