// The round trip that a runtime itself has with the client (2026-07-28, basic/patterns/mrtr), while ours stands between:
// its members are carried in our own state, sealed for this approval and caller, and stand in the call again when it is
// sent.
import { openSecret, sealSecret, SealedSecretError } from '../crypto/envelope.ts'
import type { MasterKeys } from '../crypto/master-keys.ts'
import { findMember, rawMember } from '../protocol/json.ts'
import { withoutParams } from '../protocol/without-members.ts'
import type { HandleOwner } from '../runtime/seal.ts'
import { McpRefusal } from './refusal.ts'

const MEMBERS: ReadonlySet<string> = new Set(['requestState', 'inputResponses'])

/** The members as the client wrote them, `"name":value` with commas between; empty where there are none. */
export function roundOf(params: string): string {
  const found: string[] = []
  for (const name of MEMBERS) {
    const value = rawMember(params, name)
    if (value !== undefined) found.push(`"${name}":${value}`)
  }
  return found.join(',')
}

/** The call with this round in place of the one it came with. */
export function withRound(text: string, round: string): string {
  const bare = withoutParams(text, MEMBERS)
  const params = round === '' ? undefined : findMember(bare, 0, 'params')
  if (!params) return bare
  const at = params.start + 1
  // A tool call has its name besides.
  return `${bare.slice(0, at)}${round},${bare.slice(at)}`
}

export function sealRound(
  keys: MasterKeys,
  owner: HandleOwner,
  id: string,
  round: string,
): Promise<string> | '' {
  return round === '' ? '' : sealSecret(keys, bindingOf(owner, id), round)
}

/** Throws McpRefusal. */
export async function openRound(
  keys: MasterKeys,
  owner: HandleOwner,
  { id, round }: { id: string; round: string },
): Promise<string> {
  if (round === '') return ''
  try {
    return await openSecret(keys, bindingOf(owner, id), round)
  } catch (error) {
    if (!(error instanceof SealedSecretError)) throw error
    throw new McpRefusal('invalid_params', { message: 'This requestState is not one of this call.' })
  }
}

function bindingOf({ serverId, userId, clientId }: HandleOwner, id: string) {
  return { owner: serverId, place: [id, 'round', userId, clientId] }
}
