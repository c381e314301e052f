// The form of token and revoke with its outer envelopes opened (architecture.md §3.2).
import type { MasterKeys } from '../crypto/master-keys.ts'
import type { OAuthCall } from '../gateway/authorization/contract.ts'
import { readParameters } from '../gateway/authorization/parameters.ts'
import { openToken, type TokenKind } from './credential/token-envelope.ts'

/** `genuine`: Limen made it for this issuer and use. `none`: the form holds no code and no token. */
export type Envelope = 'genuine' | 'forged' | 'none'

export interface OpenedForm {
  /** The form with the library's codes and tokens in place of Limen's. */
  body: string
  envelope: Envelope
}

/** Which kinds of token a form parameter may hold. */
const TOKEN_PARAMETERS = {
  code: ['code'],
  refresh_token: ['refresh'],
  token: ['refresh', 'access'],
} as const satisfies Record<string, readonly TokenKind[]>

const NAMES = Object.keys(TOKEN_PARAMETERS) as (keyof typeof TOKEN_PARAMETERS)[]
/** Stands in the form where a token was none of ours: the client is still authenticated before it is refused. */
const NOT_OURS = 'not-ours'

/** One MAC for each of the three at most: a repeated one is refused first. Throws RepeatedParameterError. */
export async function openForm(keys: MasterKeys, call: OAuthCall): Promise<OpenedForm> {
  const presented = readParameters(call.body, NAMES)
  const form = new URLSearchParams(call.body)
  let envelope: Envelope = 'none'
  for (const name of NAMES) {
    const sealed = presented[name]
    if (sealed === undefined) continue
    const token = await openOne(keys, call.issuerKey, sealed, TOKEN_PARAMETERS[name])
    if (token !== undefined) envelope = 'genuine'
    else if (envelope === 'none') envelope = 'forged'
    form.set(name, token ?? NOT_OURS)
  }
  return { body: form.toString(), envelope }
}

async function openOne(
  keys: MasterKeys,
  issuerKey: string,
  sealed: string,
  kinds: readonly TokenKind[],
): Promise<string | undefined> {
  for (const kind of kinds) {
    const opened = await openToken(keys, sealed, { issuerKey, kind })
    if (opened) return opened.token
  }
  return undefined
}
