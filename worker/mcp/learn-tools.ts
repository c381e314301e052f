// What passing lists teach the catalogue (product.md §6). Nothing is written for a page that tells nothing new.
import { recordSeen, type SeenDefinition } from '../catalog/record-seen.ts'
import { canonicalJson } from '../protocol/canonical-json.ts'
import type { KnownPage, KnownTool } from '../catalog/tool-page.ts'
import { forgetSnapshot } from '../edge/load-snapshot.ts'
import type { Snapshot, ToolPolicy } from '../edge/snapshot.ts'
import type { Exchange } from './parts.ts'
import { waitAtMost } from './wait-at-most.ts'

/** How long a list waits for what it teaches: a client may call a new tool as soon as it has the list. */
const LEARN_MS = 1_000
/** Runtimes that define a tool differently for each user would have it written with every list. */
const AGAIN_MS = 10_000
/** How exactly it is known when a tool was last seen. */
const SEEN_MS = 6 * 3_600_000

const knownIn = new WeakMap<KnownPage, Snapshot>()
const writtenAt = new WeakMap<KnownPage, number>()
const seenAt = new WeakMap<KnownPage, number>()

/** Settles when the page is written, or waited for long enough; undefined where there is nothing to write. Never rejects. */
export function learnPage(
  exchange: Exchange,
  page: KnownPage,
  isComplete: boolean,
): Promise<void> | undefined {
  const { snapshot, ctx } = exchange
  const now = Date.now()
  const isSeenLately = now - (seenAt.get(page) ?? 0) < SEEN_MS
  if (isSeenLately && knownIn.get(page) === snapshot) return undefined
  const news = page.tools.filter((tool) => isNews(snapshot, tool))
  if (news.length === 0) knownIn.set(page, snapshot)
  if (isSeenLately && (news.length === 0 || now - (writtenAt.get(page) ?? 0) < AGAIN_MS)) return undefined
  writtenAt.set(page, now)
  const writing = write(exchange, page, news, now, isComplete)
  ctx.waitUntil(writing)
  return news.length === 0 ? undefined : waitAtMost(writing, LEARN_MS)
}

async function write(
  { env, snapshot }: Exchange,
  page: KnownPage,
  news: readonly KnownTool[],
  now: number,
  isComplete: boolean,
): Promise<void> {
  const { server, attachment } = snapshot
  try {
    await recordSeen(env.DB, server, {
      definitions: news.flatMap((tool) => definitionOf(page, tool)),
      namesSeen: page.tools.flatMap(({ name }) => name ?? []),
      completeBy: isComplete ? 'passing' : null,
      at: now,
    })
    seenAt.set(page, now)
    if (news.length > 0) forgetSnapshot({ slug: server.slug, customHost: attachment?.customHost ?? null })
  } catch (error) {
    // The next list teaches it again.
    console.error(
      JSON.stringify({ level: 'error', message: 'a tool list was not learned', error: String(error) }),
    )
  }
}

function definitionOf(page: KnownPage, { name, hash, risk, start, end }: KnownTool): SeenDefinition[] {
  if (name === undefined) return []
  return [{ name, hash, risk, definition: canonicalJson(JSON.parse(page.text.slice(start, end))) }]
}

function isNews({ tools }: Snapshot, { name, hash }: KnownTool): boolean {
  if (name === undefined) return false
  const policy = tools.get(name)
  return policy === undefined || !isKnownAs(policy, hash)
}

function isKnownAs({ state, hash, seenHash }: ToolPolicy, seen: string): boolean {
  if (state === 'changed') return seenHash === seen
  return state !== null && state !== 'removed' && hash === seen
}
