// Who calls, and with what? The question of every call, about either kind of token.
import { ConfigurationError } from '../crypto/master-keys.ts'
import { newRequestId } from '../http/request-id.ts'
import { answerAccessToken } from './access-tokens/answer-access-token.ts'
import type { AccessTokenQuestion } from './access-tokens/contract.ts'
import { answerCredential } from './authorization/credential.ts'
import type { CredentialAnswer, CredentialQuestion } from './contract.ts'
import type { ObjectParts } from './object-parts.ts'

/** Never rejects: what fails here is one of the answers. */
export async function answerQuestion(
  parts: ObjectParts,
  question: CredentialQuestion | AccessTokenQuestion,
): Promise<CredentialAnswer> {
  try {
    if ('issuerKey' in question) return await answerCredential(parts, question)
    const { id, storage, upstreamKeys } = parts
    return await answerAccessToken({ sql: storage.sql, serverId: id, keys: upstreamKeys }, question)
  } catch (error) {
    const requestId = newRequestId()
    console.error(
      JSON.stringify({
        level: 'error',
        requestId,
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
        ...(error instanceof ConfigurationError ? { variable: error.variable } : {}),
      }),
    )
    return { ok: false, reason: 'internal', requestId }
  }
}
