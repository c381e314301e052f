// What the deployment has done with entries of the library: servers that lead there, open requests.
import { and, eq, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { libraryRequesters, libraryRequests, servers } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { CATALOGUE } from '../../library/catalogue.ts'
import type { Actor } from '../context.ts'
import { requesterOf } from '../requests/requester-of.ts'

export interface Mark {
  installed: { id: string; slug: string; name: string }[]
  requested: boolean
  requestedByMe: boolean
}

const URLS = CATALOGUE.map(({ url }) => url)
const ENTRY_OF = new Map(CATALOGUE.map(({ id, url }) => [url, id]))

/** By entry id; an entry without a mark is neither installed nor asked for. */
export async function loadMarks(env: Pick<Env, 'DB'>, actor: Actor): Promise<ReadonlyMap<string, Mark>> {
  const db = drizzle(env.DB)
  const me = requesterOf(actor)
  const isMe = and(
    eq(libraryRequesters.requestId, libraryRequests.id),
    eq(libraryRequesters.kind, me.kind),
    eq(libraryRequesters.requesterId, me.id),
  )
  const [installed, requested] = await db.batch([
    db
      .select({ id: servers.id, slug: servers.slug, name: servers.name, url: servers.runtimeUrl })
      .from(servers)
      .where(inArray(servers.runtimeUrl, URLS)),
    db
      .select({ entryId: libraryRequests.entryId, mine: libraryRequesters.requestId })
      .from(libraryRequests)
      .leftJoin(libraryRequesters, isMe)
      .where(eq(libraryRequests.state, 'open')),
  ])
  const marks = new Map<string, Mark>()
  const markOf = (entryId: string): Mark => {
    const known = marks.get(entryId) ?? { installed: [], requested: false, requestedByMe: false }
    marks.set(entryId, known)
    return known
  }
  for (const { url, ...server } of installed) markOf(ENTRY_OF.get(url) ?? url).installed.push(server)
  for (const { entryId, mine } of requested) {
    const mark = markOf(entryId)
    mark.requested = true
    mark.requestedByMe = mine !== null
  }
  return marks
}
