// Another auth mode, or other settings of it, for a server that is in use: what belongs to the one before is not dropped
// silently (product.md §3).
import { asc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { accessTokens } from '../../../schema/tables/access-tokens.ts'
import type { ServerRow } from '../../../schema/tables/servers.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem } from '../admin-problem.ts'
import { checkNoUserRules } from '../rules/user-rules.ts'
import { takesAccessTokens } from './auth-settings.ts'
import type { ServerRows } from './load.ts'

const TOKENS_SHOWN = 20

/** Throws AdminProblem `conflict` with what stands in the way. */
export async function checkModeChange(
  env: Pick<Env, 'DB'>,
  { server, attachment }: ServerRows,
  after: ServerRow,
): Promise<void> {
  await checkNoUserRules(env, server.id, after)
  if (server.authMode === after.authMode) return
  if (attachment) {
    throw new AdminProblem(
      'conflict',
      'The server uses a Gateway. Detach it before you change the auth mode.',
      {
        errors: [{ path: 'authMode', message: `attached as ${attachment.id}` }],
      },
    )
  }
  if (takesAccessTokens(after)) return
  const tokens = await drizzle(env.DB)
    .select({ id: accessTokens.id, name: accessTokens.name })
    .from(accessTokens)
    .where(eq(accessTokens.serverId, server.id))
    .orderBy(asc(accessTokens.createdAt))
    .limit(TOKENS_SHOWN)
  if (tokens.length === 0) return
  throw new AdminProblem(
    'conflict',
    'The server has access tokens, which this auth mode does not take. Revoke them first.',
    {
      errors: tokens.map(({ id, name }) => ({ path: 'authMode', message: `${name} (${id})` })),
    },
  )
}
