// Header and body must tell the same story (M2; 2026-07-28, streamable-http#server-validation). Pure.
import type { Era } from './era.ts'
import { decodeHeaderValue } from './header-value.ts'
import type { Message } from './message.ts'

/** Which header disagrees, in words that may be shown. */
export interface Disagreement {
  header: 'MCP-Protocol-Version' | 'Mcp-Method' | 'Mcp-Name'
  reason: string
}

/** Methods whose `Mcp-Name` mirrors a member of `params`. */
const NAMED: Readonly<Partial<Record<string, 'name' | 'uri' | 'taskId'>>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
  'tasks/get': 'taskId',
  'tasks/update': 'taskId',
  'tasks/cancel': 'taskId',
}

/**
 * Modern traffic must carry the headers and they must agree. On legacy traffic they mean nothing, but one that is there
 * must not contradict the body: what stands behind us may route by it.
 */
export function findDisagreement(headers: Headers, message: Message, era: Era): Disagreement | undefined {
  const isModern = era.family === 'modern'
  if (isModern && headers.get('mcp-protocol-version') !== era.claim) {
    return { header: 'MCP-Protocol-Version', reason: 'does not equal the revision in "_meta"' }
  }
  if (message.kind === 'response') return undefined
  const method = headers.get('mcp-method')
  if (method === null ? isModern : method !== message.method) {
    return { header: 'Mcp-Method', reason: method === null ? 'is missing' : 'does not equal "method"' }
  }
  const member = Object.hasOwn(NAMED, message.method) ? NAMED[message.method] : undefined
  if (!member) return undefined
  const header = headers.get('mcp-name')
  if (header === null) return isModern ? { header: 'Mcp-Name', reason: 'is missing' } : undefined
  const name = decodeHeaderValue(header)
  if (name === undefined) return { header: 'Mcp-Name', reason: 'is not valid base64 of UTF-8' }
  return name === message.params?.[member]
    ? undefined
    : { header: 'Mcp-Name', reason: `does not equal "params.${member}"` }
}
