// Lists of tools on their way to the client: what the caller may not use is taken out, everything else stays as it came
// (product.md §6, M3, M9). Nothing is done for answers that carry no such list.
import { findKnownPage, type KnownPage, type KnownTool } from '../catalog/tool-page.ts'
import type { Snapshot } from '../edge/snapshot.ts'
import type { KnownUser } from '../policy/caller.ts'
import { effectiveTool } from '../policy/effective-tool.ts'
import { decideOffer, isCatalogueFull, isNewToolOffered } from '../policy/tool-offer.ts'
import { canonicalId } from '../protocol/canonical-id.ts'
import { JsonRefusal } from '../protocol/json-refusal.ts'
import { findElements, rawMember } from '../protocol/json.ts'
import { skipSpace } from '../protocol/json-scan.ts'
import { AmbiguousListError, keptTools, spliceToolPage, type FoundPage } from '../protocol/tool-list.ts'
import type { McpHttpMethod } from './check-arrival.ts'
import type { Exchange } from './parts.ts'
import type { ReadMessage } from './read-message.ts'
import { learnPage } from './learn-tools.ts'
import { McpRefusal } from './refusal.ts'

/** A message of the runtime as the client sees it. Throws McpRefusal for a list that two readers would read differently. */
export type ListFilter = (text: string) => string | Promise<string>

/**
 * Undefined where no answer to this request carries tools. A GET stream may: what `Last-Event-ID` brings back is an
 * answer to an earlier request.
 */
export function listFilter(
  exchange: Exchange,
  user: KnownUser | null,
  method: McpHttpMethod,
  message: ReadMessage | undefined,
): ListFilter | undefined {
  const context = { exchange, user, hasCacheScope: message?.era.family === 'modern' }
  if (method === 'GET') return (text) => filterText(context, text, { ids: undefined, isFirstPage: false })
  const asked = (message?.body.messages ?? []).flatMap((one) =>
    one.kind === 'request' && one.method === 'tools/list' ? [one] : [],
  )
  const [first] = asked
  if (!first || !message) return undefined
  if (message.body.isBatch) {
    const ids = new Set(asked.map(({ rawId }) => canonicalId(rawId)))
    return (text) => filterText(context, text, { ids, isFirstPage: false })
  }
  const isFirstPage = first.params?.['cursor'] === undefined
  return (text) => filterText(context, text, { ids: undefined, isFirstPage })
}

interface ListContext {
  exchange: Exchange
  /** Who will see the list. */
  user: KnownUser | null
  /** Lists of this revision say who may share them (2026-07-28, server/utilities/caching). */
  hasCacheScope: boolean
}

interface Asked {
  /** Canonical ids of the requests whose answers are lists; undefined: any answer may be one. */
  ids: ReadonlySet<string> | undefined
  isFirstPage: boolean
}

function filterText(context: ListContext, text: string, asked: Asked): string | Promise<string> {
  if (text[skipSpace(text, 0)] === '[') return filterArray(context, text, asked)
  return isAnswerTo(text, asked) ? filterMessage(context, text, asked.isFirstPage) : text
}

async function filterArray(context: ListContext, text: string, asked: Asked): Promise<string> {
  let filtered = ''
  let copied = 0
  for (const { start, end } of findElements(text, 0)) {
    const element = text.slice(start, end)
    if (!isAnswerTo(element, asked)) continue
    filtered += text.slice(copied, start) + (await filterMessage(context, element, false))
    copied = end
  }
  return filtered + text.slice(copied)
}

function isAnswerTo(text: string, { ids }: Asked): boolean {
  if (!ids) return true
  const rawId = rawMember(text, 'id')
  return rawId !== undefined && ids.has(canonicalId(rawId))
}

function filterMessage(context: ListContext, text: string, isFirstPage: boolean): string | Promise<string> {
  try {
    const found = findKnownPage(context.exchange.snapshot.server.id, text)
    if (!found) return text
    return found instanceof Promise
      ? found.then((read) => filterPage(context, text, read, isFirstPage), refuse)
      : filterPage(context, text, found, isFirstPage)
  } catch (error) {
    return refuse(error)
  }
}

function filterPage(
  { exchange, user, hasCacheScope }: ListContext,
  text: string,
  found: FoundPage<KnownPage>,
  isFirstPage: boolean,
): string | Promise<string> {
  const { snapshot } = exchange
  const { array, isPrivate } = listFor(snapshot, user, found.page)
  const filtered = spliceToolPage(text, found, array, { isPrivate, hasCacheScope })
  const learning = learnPage(exchange, found.page, isFirstPage && !found.hasNextPage)
  return learning ? learning.then(() => filtered) : filtered
}

interface DecidedList {
  snapshot: Snapshot
  user: KnownUser | null
  array: string
  isPrivate: boolean
}

const decided = new WeakMap<KnownPage, DecidedList>()

/** Decided once for each page and snapshot; and for each user where rules speak about users. */
function listFor(snapshot: Snapshot, user: KnownUser | null, page: KnownPage): DecidedList {
  const about = snapshot.governance.rules.length === 0 ? null : user
  const known = decided.get(page)
  if (known && known.snapshot === snapshot && known.user === about) return known
  const array = keptTools(page, (tool) => isListed(snapshot, about, tool))
  const list = { snapshot, user: about, array, isPrivate: isPrivateTo(snapshot) }
  decided.set(page, list)
  return list
}

/**
 * The very definition in the list counts: one that differs from the pinned one has changed, known or not. One that is as
 * it was pinned has changed too, while a change of the tool waits for approval.
 */
export function isListed(
  { server, tools, governance }: Pick<Snapshot, 'server' | 'tools' | 'governance'>,
  user: KnownUser | null,
  { name, risk, hash }: KnownTool,
): boolean {
  // What cannot be named cannot be pinned, and is offered to nobody.
  if (name === undefined) return false
  const known = tools.get(name)
  if (!known && isCatalogueFull(tools)) return false
  const policy = known ?? { ...UNSEEN, enabled: isNewToolOffered(server, risk) }
  const { enabled } = effectiveTool(governance, user, name, policy)
  const seenHash = policy.hash !== null && policy.hash !== hash ? hash : policy.seenHash
  return decideOffer(server, { enabled: enabled.value, seenHash }) !== 'hidden'
}

const UNSEEN = { confirmation: false, hash: null, seenHash: null }

/** M9: as soon as anything may be hidden from anybody, also where this caller sees it all. */
function isPrivateTo({ server, tools, governance }: Snapshot): boolean {
  if (server.newTools !== 'on' || server.changedTools === 'hide' || governance.rules.length > 0) return true
  if (isCatalogueFull(tools)) return true
  for (const tool of tools.values()) if (!tool.enabled) return true
  return false
}

function refuse(error: unknown): never {
  if (error instanceof AmbiguousListError || error instanceof JsonRefusal) {
    throw new McpRefusal('runtime_bad_answer', { detail: `a list of tools: ${error.message}` })
  }
  throw error
}
