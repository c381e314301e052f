// A call that needs its user's approval (product.md §6): asked for in the form that the client's era knows, and let
// through once, when this very call was approved. Synchronous where nothing needs approval.
import { sha256Base64url } from '../crypto/digest.ts'
import type { Snapshot } from '../edge/snapshot.ts'
import { settingsOf } from '../environment.ts'
import { toolOf } from '../policy/decide-call.ts'
import { mayNeedConfirmation, needsConfirmation } from '../policy/needs-confirmation.ts'
import { exactJson } from '../protocol/exact-json.ts'
import { rawMember } from '../protocol/json.ts'
import { isMembers, type Message } from '../protocol/message.ts'
import type { Access } from './access.ts'
import { accessEnded } from './access-ended.ts'
import { deskOf } from './approval-desk.ts'
import { CONFIRMATION_KEY, parseConfirmationState, type ApprovalLink } from './approval-link.ts'
import { inputRequired } from './input-required.ts'
import { handleOwner, isInitialize } from './open-handles.ts'
import type { Exchange } from './parts.ts'
import { readMessage, type ReadMessage } from './read-message.ts'
import { McpRefusal } from './refusal.ts'
import { openRound, roundOf, sealRound, withRound } from './runtime-round.ts'

/** What goes on to the runtime: without what the client answered to us. */
export interface ConfirmedMessage {
  bytes: Uint8Array<ArrayBuffer>
  message: ReadMessage
}

export type ConfirmationStep =
  /** `giveBack`: for an approval whose call was not sent. Never rejects: then it is lost, and asked for anew. */
  | { kind: 'pass'; sent: ConfirmedMessage; giveBack: (() => Promise<void>) | null }
  /** The result that asks the client for the approval. */
  | { kind: 'ask'; text: string; rule: string }

/** Larger arguments nobody can judge on a page. */
const ARGUMENTS_MAX = 64 * 1024
/** How long a retry waits for the page to be answered. */
const WAIT_MS = 15_000
const utf8 = new TextEncoder()

/** Null: the message goes on as it is. Rejects with McpRefusal. */
export function confirmCall(
  exchange: Exchange,
  access: Access,
  message: ReadMessage,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<ConfirmationStep> | null {
  const { snapshot } = exchange
  const { messages } = message.body
  const isRetry = messages.some((one) => one.kind === 'request' && ownState(snapshot, one) !== undefined)
  if (!mayNeedConfirmation(snapshot)) return isRetry ? passOn(exchange, access, message, bytes) : null
  if (isInitialize(message)) return noteAbilities(exchange, access, message, bytes)
  const asked = messages.flatMap((one) => {
    const tool = toolOf(one)
    const needed = tool === undefined ? null : needsConfirmation(snapshot, access.user, tool)
    return tool === undefined || needed === null ? [] : [{ message: one, tool, rule: needed.rule }]
  })
  const [first] = asked
  if (!first) return isRetry ? passOn(exchange, access, message, bytes) : null
  return ask(exchange, access, message, bytes, first)
}

interface AskedCall {
  message: Message
  tool: string
  rule: string
}

async function ask(
  exchange: Exchange,
  access: Access,
  message: ReadMessage,
  bytes: Uint8Array<ArrayBuffer>,
  { message: call, tool, rule }: AskedCall,
): Promise<ConfirmationStep> {
  if (message.body.isBatch || call.kind !== 'request') {
    throw notPossible(rule, 'A call that needs approval must be sent alone, as a request.')
  }
  const desk = deskOf(exchange, access)
  if ('refusal' in desk) throw notPossible(rule, desk.refusal)
  const { object, approver, grantId, clientName, pageUrl } = desk
  const params = rawMember(call.text, 'params') ?? '{}'
  const args = rawMember(params, 'arguments') ?? '{}'
  const state = ownState(exchange.snapshot, call)
  const round = state ? await roundBehind(exchange, access, state) : roundOf(params)
  if (args.length + round.length > ARGUMENTS_MAX) {
    throw notPossible(rule, 'The arguments are too large to be shown for approval.')
  }
  const { server, attachment } = exchange.snapshot
  const holder = holderOf(access)
  const responses = rawMember(`{${round}}`, 'inputResponses')
  const facts = [server.id, tool, exactJson(args), approver, access.holder, grantId]
  const digest = await digestOf(round === '' ? facts : [...facts, exactJson(`{${round}}`)])
  const answer = await object.confirmCall({
    digest,
    serverId: server.id,
    attachmentId: attachment?.id ?? null,
    grantId,
    approver,
    clientName,
    tool,
    // What the user answered to the runtime is sent as well.
    arguments: responses === undefined ? args : `{"arguments":${args},"inputResponses":${responses}}`,
    holder,
    isDeclined: state !== undefined && isDeclined(call),
    waitMs: state ? WAIT_MS : 0,
  })
  switch (answer.verdict) {
    case 'confirmed':
      return {
        ...pass(exchange, message, bytes, round),
        giveBack: () => object.giveBackApproval(digest, answer.receipt).catch(() => undefined),
      }
    case 'declined':
      throw new McpRefusal('confirmation_declined', { rule })
    case 'ended':
      throw accessEnded(exchange, rule)
    case 'too_many':
      throw notPossible(rule, 'Too many of your calls wait for approval. Answer some of them first.')
    case 'waiting': {
      const url = new URL(pageUrl)
      url.searchParams.set('id', answer.id)
      const { id, expiresAt, mayElicitUrl } = answer
      const keys = settingsOf(exchange.env).masterKeys()
      const sealed = await sealRound(keys, handleOwner(exchange, access), id, round)
      const link = { id, url: url.href, tool, expiresAt, round: sealed }
      return askClient(server.id, message, call, link, {
        rule,
        isAskedBefore: state?.id === id,
        mayElicitUrl,
      })
    }
  }
}

/** In the form that the client knows: `input_required`, URL elicitation, or an error with the link. */
function askClient(
  serverId: string,
  message: ReadMessage,
  call: Extract<Message, { kind: 'request' }>,
  link: ApprovalLink,
  { rule, isAskedBefore, mayElicitUrl }: { rule: string; isAskedBefore: boolean; mayElicitUrl: boolean },
): ConfirmationStep {
  const text = textOf(link)
  const isModern = message.era.family === 'modern'
  if (isModern && saysUrlElicitation(call.params?.['_meta'])) {
    return { kind: 'ask', rule, text: inputRequired(call.rawId, serverId, link, text, { isAskedBefore }) }
  }
  if (!isModern && mayElicitUrl) {
    const elicitation = { mode: 'url', elicitationId: link.id, url: link.url, message: text }
    throw new McpRefusal('url_elicitation_required', {
      message: text,
      rule,
      data: { elicitations: [elicitation] },
    })
  }
  throw new McpRefusal('confirmation_required', {
    message: text,
    rule,
    data: { approvalUrl: link.url, expiresAt: link.expiresAt },
  })
}

function textOf({ tool, url }: ApprovalLink): string {
  return `The tool ${JSON.stringify(tool)} needs your approval for this call. Open ${url}, sign in, look at the call and approve it; then make the very same call again. The link holds for ten minutes.`
}

/** A retry of ours whose call needs no approval any longer. */
async function passOn(
  exchange: Exchange,
  access: Access,
  message: ReadMessage,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<ConfirmationStep> {
  const [call] = message.body.messages
  const state = call?.kind === 'request' ? ownState(exchange.snapshot, call) : undefined
  return pass(exchange, message, bytes, state ? await roundBehind(exchange, access, state) : '')
}

/** The call without our part of its round trip, and with the runtime's own. */
function pass(
  { request, snapshot }: Exchange,
  message: ReadMessage,
  bytes: Uint8Array<ArrayBuffer>,
  round: string,
): Extract<ConfirmationStep, { kind: 'pass' }> {
  const [call] = message.body.messages
  if (message.body.isBatch || call?.kind !== 'request' || !ownState(snapshot, call)) {
    return { kind: 'pass', sent: { bytes, message }, giveBack: null }
  }
  const own = new Uint8Array(utf8.encode(withRound(call.text, round)))
  return { kind: 'pass', sent: { bytes: own, message: readMessage(own, request.headers) }, giveBack: null }
}

function roundBehind(
  exchange: Exchange,
  access: Access,
  state: { id: string; round: string },
): Promise<string> {
  return openRound(settingsOf(exchange.env).masterKeys(), handleOwner(exchange, access), state)
}

/** Asked for again with every session, so that a call knows the form that its client understands. */
async function noteAbilities(
  exchange: Exchange,
  access: Access,
  message: ReadMessage,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<ConfirmationStep> {
  const [first] = message.body.messages
  const desk = deskOf(exchange, access)
  if (first?.kind === 'request' && !('refusal' in desk)) {
    const urlElicitation = hasUrl(first.params?.['capabilities'])
    await desk.object.noteAbilities(holderOf(access), { urlElicitation })
  }
  return { kind: 'pass', sent: { bytes, message }, giveBack: null }
}

/** Of a retry that answers us; undefined for every other message. */
function ownState({ server }: Snapshot, { method, params }: Extract<Message, { kind: 'request' }>) {
  return method === 'tools/call' ? parseConfirmationState(server.id, params?.['requestState']) : undefined
}

function isDeclined({ params }: Extract<Message, { kind: 'request' }>): boolean {
  const responses = params?.['inputResponses']
  const own = isMembers(responses) ? responses[CONFIRMATION_KEY] : undefined
  return isMembers(own) && (own['action'] === 'decline' || own['action'] === 'cancel')
}

function saysUrlElicitation(meta: unknown): boolean {
  return isMembers(meta) && hasUrl(meta['io.modelcontextprotocol/clientCapabilities'])
}

function hasUrl(capabilities: unknown): boolean {
  const elicitation = isMembers(capabilities) ? capabilities['elicitation'] : undefined
  return isMembers(elicitation) && isMembers(elicitation['url'])
}

function holderOf({ holder }: Access): string {
  return JSON.stringify([holder?.userId ?? '', holder?.clientId ?? ''])
}

function digestOf(facts: unknown): Promise<string> {
  return sha256Base64url(JSON.stringify(facts))
}

function notPossible(rule: string, message: string): McpRefusal {
  return new McpRefusal('confirmation_not_possible', { rule, message })
}
