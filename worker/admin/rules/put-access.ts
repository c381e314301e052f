// Sets the access lists of a server or a Gateway (product.md §6). The first write needs no `If-Match`; every later one does.
import { sql, type SQL } from 'drizzle-orm'
import { accessListsChanged, accessListsWrite } from '../../../schema/api/rules.ts'
import { GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader, stale } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { checkGroups, groupsGuard, type NamedGroup } from './check-groups.ts'
import { EFFECTIVE_WITHIN_SECONDS } from './effective-within.ts'
import { findPolicy, loadTarget, type Target } from './load-target.ts'
import { presentAccess } from './present-access.ts'
import { savePolicy, type PolicyFields } from './save-policy.ts'
import { checkKnowsUsers, findUserField, knowsUsersGuard } from './user-rules.ts'

type Lists = Pick<PolicyFields, 'deniedUsers' | 'allowedUsers' | 'deniedGroups' | 'allowedGroups'>

function putAccess(kind: Target['kind']) {
  const route = defineRoute({
    method: 'put',
    path: `/${kind}s/{id}/access`,
    permission: 'access.configure',
    operationId: kind === 'server' ? 'putServerAccess' : 'putGatewayAccess',
    summary:
      kind === 'server'
        ? 'Set who may use a server'
        : 'Set who may use the servers of a Gateway; its lists and those of the server must both admit',
    request: { params: idParam, headers: ifMatchHeader, body: jsonBody(accessListsWrite) },
    responses: { 200: jsonAnswer(accessListsChanged, 'Set') },
  })
  return endpoint(route, async (c) => {
    const target = await loadTarget(c.env, kind, c.req.valid('param').id)
    const before = await findPolicy(c.env, target)
    const given = c.req.valid('header')['if-match']
    if (before || given !== undefined) checkVersion(checkIfMatch(given), before?.version ?? 0)
    const lists: Lists = c.req.valid('json')
    const userField = findUserField(lists)
    const named = namedGroups(lists)
    const check = async (now: Target): Promise<void> => {
      if (userField !== undefined) checkKnowsUsers(now, userField)
      await checkGroups(c.env, named)
    }
    await check(target)
    const row = await savePolicy(c.env, {
      actor: c.get('actor'),
      requestId: c.get('requestId'),
      action: `${kind}.access_changed`,
      target,
      before,
      change: lists,
      guard: guardOf(target, named, userField !== undefined),
    }).catch(async (error: unknown) => {
      if (!(error instanceof GuardFailed)) throw error
      await check(await loadTarget(c.env, kind, target.id))
      throw stale((await findPolicy(c.env, target))?.version)
    })
    return c.json(
      { ...presentAccess(row), effectiveWithinSeconds: EFFECTIVE_WITHIN_SECONDS },
      200,
      etag(row.version),
    )
  })
}

export const putServerAccess = putAccess('server')
export const putGatewayAccess = putAccess('gateway')

function namedGroups({ deniedGroups, allowedGroups }: Lists): NamedGroup[] {
  return [
    ...deniedGroups.map((id, index) => ({ path: `deniedGroups.${index}`, id })),
    ...(allowedGroups ?? []).map((id, index) => ({ path: `allowedGroups.${index}`, id })),
  ]
}

function guardOf(target: Target, named: readonly NamedGroup[], isAboutUsers: boolean): SQL {
  return isAboutUsers ? sql`${groupsGuard(named)} AND ${knowsUsersGuard(target)}` : groupsGuard(named)
}
