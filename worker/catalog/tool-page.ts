// A page of tools as this isolate remembers it: what policy needs of each definition, without reading the same text twice.
import type { ToolRisk } from '../../schema/tables/tools.ts'
import { sha256Base64url } from '../crypto/digest.ts'
import { canonicalJson } from '../protocol/canonical-json.ts'
import type { Span } from '../protocol/json.ts'
import { isToolName } from '../policy/tool-name.ts'
import { isMembers } from '../protocol/message.ts'
import { riskOf } from '../protocol/tool-annotations.ts'
import { findToolPage, type FoundPage, type PageTool, type ToolPage } from '../protocol/tool-list.ts'

export interface KnownTool extends Span {
  /** Undefined where nothing can be decided about it: no name, or one that no admin could enter. */
  name: string | undefined
  risk: ToolRisk
  /** SHA-256 of the canonical definition. */
  hash: string
}

export interface KnownPage {
  text: string
  tools: readonly KnownTool[]
}

/** Characters of all remembered pages together (P9). */
const CHARACTERS_MAX = 8_000_000
const PAGES_PER_SERVER = 32

const remembered = new Map<string, KnownPage[]>()
let characters = 0

/** The page of tools in a message. Throws AmbiguousListError, JsonRefusal. */
export function findKnownPage(
  serverId: string,
  text: string,
): FoundPage<KnownPage> | Promise<FoundPage<KnownPage>> | undefined {
  const pages = remembered.get(serverId) ?? []
  // The text of an array ends with its bracket: one that begins alike is the same.
  const recall = (whole: string, start: number) => pages.find((page) => whole.startsWith(page.text, start))
  const found = findToolPage<KnownPage | ToolPage>(text, { recall, read: (page) => page })
  if (!found) return undefined
  const { page } = found
  return isKnown(page) ? { ...found, page } : readKnown(serverId, found, page)
}

async function readKnown(
  serverId: string,
  found: Omit<FoundPage<ToolPage>, 'page'>,
  { text, tools }: ToolPage,
): Promise<FoundPage<KnownPage>> {
  const page = { text, tools: await Promise.all(tools.map(readTool)) }
  remember(serverId, page)
  return { ...found, page }
}

async function readTool({ name, definition, start, end }: PageTool): Promise<KnownTool> {
  return {
    name: name !== undefined && isToolName(name) ? name : undefined,
    risk: isMembers(definition) ? riskOf(definition) : 'destructive',
    hash: await hashOf(definition),
    start,
    end,
  }
}

export function hashOf(definition: unknown): Promise<string> {
  return sha256Base64url(canonicalJson(definition))
}

function isKnown(page: KnownPage | ToolPage): page is KnownPage {
  const [first] = page.tools
  return first === undefined || 'hash' in first
}

function remember(serverId: string, page: KnownPage): void {
  const pages = remembered.get(serverId) ?? []
  // Behind the others of its server, so that the one that is asked for least is forgotten first.
  remembered.delete(serverId)
  remembered.set(serverId, pages)
  pages.unshift(page)
  characters += page.text.length
  while (pages.length > PAGES_PER_SERVER) characters -= pages.pop()?.text.length ?? 0
  for (const [id, old] of remembered) {
    if (characters <= CHARACTERS_MAX || id === serverId) break
    remembered.delete(id)
    for (const { text } of old) characters -= text.length
  }
  while (characters > CHARACTERS_MAX && pages.length > 1) characters -= pages.pop()?.text.length ?? 0
}
