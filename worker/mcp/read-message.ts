// From the bytes of a POST to the one parsed body that everything later looks at (M1, M2, M11).
import { canonicalId } from '../protocol/canonical-id.ts'
import { decideEra, type Era } from '../protocol/era.ts'
import { findDisagreement } from '../protocol/header-agreement.ts'
import { checkJson, JsonRefusal, type CheckedJson } from '../protocol/json.ts'
import { parseBody, type Body, type Message } from '../protocol/message.ts'
import { MessageRefusal } from '../protocol/message-refusal.ts'
import { McpRefusal } from './refusal.ts'

const DEPTH_MAX = 64

export interface ReadMessage {
  body: Body
  era: Era
  /** `MCP-Protocol-Version` as it came. */
  versionHeader: string | null
  /** Ids of the requests that wait for an answer, as they were written. */
  openIds: readonly string[]
}

/** Throws McpRefusal. */
export function readMessage(bytes: Uint8Array, headers: Headers): ReadMessage {
  const json = checkBytes(bytes)
  try {
    const body = parseBody(json)
    const versionHeader = headers.get('mcp-protocol-version')
    const era = decideEra(body, versionHeader)
    const openIds = openIdsOf(body.messages)
    if (openIds.length > 1 && new Set(openIds.map(canonicalId)).size < openIds.length)
      throw new MessageRefusal('one id stands twice')
    if (!body.isBatch) checkAgreement(headers, body, era, openIds[0])
    return { body, era, versionHeader, openIds }
  } catch (error) {
    if (!(error instanceof MessageRefusal)) throw error
    throw new McpRefusal('invalid_request', {
      rawId: error.rawId,
      message: `The body is not a JSON-RPC message: ${error.message}.`,
    })
  }
}

function openIdsOf(messages: readonly Message[]): string[] {
  const ids: string[] = []
  for (const message of messages) if (message.kind === 'request') ids.push(message.rawId)
  return ids
}

function checkBytes(bytes: Uint8Array): CheckedJson {
  try {
    return checkJson(bytes, { depthMax: DEPTH_MAX })
  } catch (error) {
    if (!(error instanceof JsonRefusal)) throw error
    throw new McpRefusal('parse_error', {
      message: `The body is not JSON that is accepted here: ${error.message}.`,
    })
  }
}

function checkAgreement(
  headers: Headers,
  body: Extract<Body, { isBatch: false }>,
  era: Era,
  rawId: string | undefined,
): void {
  const disagreement = findDisagreement(headers, body.messages[0], era)
  if (!disagreement) return
  throw new McpRefusal('header_mismatch', {
    rawId,
    message: `The header ${disagreement.header} ${disagreement.reason}.`,
  })
}
