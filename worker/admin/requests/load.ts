import { and, asc, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import {
  libraryRequesters,
  libraryRequests,
  type LibraryRequesterRow,
  type LibraryRequestRow,
} from '../../../schema/tables/library-requests.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem, notFound } from '../admin-problem.ts'

/** A request with everybody who asked, the first one first. */
export interface RequestRows {
  request: LibraryRequestRow
  requesters: LibraryRequesterRow[]
}

/** Throws AdminProblem `not_found`. */
export async function loadRequest(env: Pick<Env, 'DB'>, id: string): Promise<RequestRows> {
  const rows = await requestRows(env, eq(libraryRequests.id, id))
  if (!rows) throw notFound('request')
  return rows
}

/** Throws AdminProblem `not_found`, and `conflict` for one that is decided. */
export async function loadOpenRequest(env: Pick<Env, 'DB'>, id: string): Promise<RequestRows> {
  const rows = await loadRequest(env, id)
  if (rows.request.state !== 'open') {
    const { state, decidedByName } = rows.request
    throw new AdminProblem('conflict', `This request was ${state} already by ${decidedByName ?? 'somebody'}.`)
  }
  return rows
}

export function findOpenRequest(env: Pick<Env, 'DB'>, entryId: string): Promise<RequestRows | undefined> {
  const isOpen = and(eq(libraryRequests.entryId, entryId), eq(libraryRequests.state, 'open'))
  return requestRows(env, isOpen ?? sql`FALSE`)
}

async function requestRows(
  env: Pick<Env, 'DB'>,
  condition: ReturnType<typeof sql>,
): Promise<RequestRows | undefined> {
  const rows = await drizzle(env.DB)
    .select({ request: libraryRequests, requester: libraryRequesters })
    .from(libraryRequests)
    .leftJoin(libraryRequesters, eq(libraryRequesters.requestId, libraryRequests.id))
    .where(condition)
    .orderBy(asc(libraryRequesters.askedAt))
  const request = rows[0]?.request
  return request && { request, requesters: rows.flatMap(({ requester }) => requester ?? []) }
}
