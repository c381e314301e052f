// Makes a server of an entry, or answers what is still needed. Installing and approving a request end here.
import { sql, type SQL } from 'drizzle-orm'
import type { CatalogueEntry, LibraryInstall, LibrarySetup } from '../../../schema/api/library.ts'
import type { Server } from '../../../schema/api/servers.ts'
import type { Env } from '../../environment.ts'
import { gatewayDraftOf, serverDraftOf, slugOf } from '../../library/drafts.ts'
import { AdminProblem } from '../admin-problem.ts'
import type { Change } from '../commit-write.ts'
import type { Actor } from '../context.ts'
import { configurationChanged } from '../object-tasks/new-task.ts'
import { deriveServer, insertServer } from '../servers/create.ts'
import { chooseSlug } from './choose-slug.ts'
import { deriveAttachment } from './derive-attachment.ts'
import { findGateways } from './find-gateways.ts'
import { lookUpSignIn } from './look-up-sign-in.ts'
import { needsOf } from './needs-of.ts'
import { serverInputOf } from './server-input.ts'

export interface InstallContext {
  actor: Actor
  requestId: string
  /** What must hold besides; TRUE for a plain install. */
  guard: SQL
  /** What is written together with the server. */
  together: (serverId: string, at: number) => Change[]
}

export type Installed = { state: 'installed'; entryId: string; server: Server }

/** Slugs that others took between choosing and writing. */
const TRIES = 3

/** Throws AdminProblem, and GuardFailed where the guard does not hold. */
export async function installEntry(
  env: Env,
  entry: CatalogueEntry,
  input: LibraryInstall,
  context: InstallContext,
): Promise<Installed | LibrarySetup> {
  const needs = needsOf(entry, input)
  if (needs.length > 0) return presentSetup(env, entry, input, needs)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { state: 'installed', entryId: entry.id, server: await install(env, entry, input, context) }
    } catch (error) {
      if (input.slug !== undefined || attempt === TRIES || !isSlugTaken(error)) throw error
    }
  }
}

async function install(
  env: Env,
  entry: CatalogueEntry,
  input: LibraryInstall,
  { actor, requestId, guard, together }: InstallContext,
): Promise<Server> {
  const at = Date.now()
  const slug = await slugFor(env, entry, input)
  const row = await deriveServer(env, serverInputOf(entry, input, slug), at)
  const attached = await deriveAttachment(env, entry, input, { actor, requestId, serverId: row.id, at })
  return insertServer(env, row, {
    actor,
    requestId,
    guard: attached ? sql`${guard} AND ${attached.guard}` : guard,
    changes: [...(attached?.changes ?? []), ...together(row.id, at)],
    ...(attached
      ? {
          attached: { attachment: attached.attachment, gateway: attached.gateway },
          tasks: [configurationChanged(attached.gateway, actor)],
        }
      : {}),
  })
}

async function presentSetup(
  env: Env,
  entry: CatalogueEntry,
  input: LibraryInstall,
  needs: LibrarySetup['needs'],
): Promise<LibrarySetup> {
  const draft = serverDraftOf(entry, await slugFor(env, entry, input))
  const gateway = gatewayDraftOf(entry, input.lookUp ? await lookUpSignIn(env, entry) : null)
  return {
    state: 'needs_setup',
    entryId: entry.id,
    needs,
    serverDraft: {
      ...draft,
      name: input.name ?? draft.name,
      description: input.description ?? draft.description,
    },
    gatewayDraft: gateway,
    gateways: gateway ? await findGateways(env, [entry.url, gateway.resource]) : [],
  }
}

async function slugFor(env: Env, entry: CatalogueEntry, input: LibraryInstall): Promise<string> {
  return input.slug ?? chooseSlug(env, slugOf(input.name ?? entry.name))
}

function isSlugTaken(error: unknown): boolean {
  return error instanceof AdminProblem && error.code === 'conflict' && error.errors[0]?.path === 'slug'
}
