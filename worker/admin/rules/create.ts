// Makes an override for a group or a user at a server, or at a Gateway for all its servers (product.md §6).
import { sql } from 'drizzle-orm'
import { ruleChanged, ruleCreate, type RuleCreate } from '../../../schema/api/rules.ts'
import { rules, type RuleRow } from '../../../schema/tables/rules.ts'
import { randomId } from '../../crypto/random-id.ts'
import { invalidField } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { etag, stale } from '../if-match.ts'
import { checkGroups, groupsGuard, type NamedGroup } from './check-groups.ts'
import { checkSetsSomething } from './check-sets-something.ts'
import { EFFECTIVE_WITHIN_SECONDS } from './effective-within.ts'
import { loadTarget, type Target } from './load-target.ts'
import { presentRule } from './present.ts'
import { checkKnowsUsers, knowsUsersGuard } from './user-rules.ts'

const route = defineRoute({
  method: 'post',
  path: '/rules',
  permission: 'access.configure',
  operationId: 'createRule',
  summary: 'Override the settings of tools for a group or a user',
  request: { body: jsonBody(ruleCreate) },
  responses: { 201: jsonAnswer(ruleChanged, 'Created') },
})

export const createRule = endpoint(route, async (c) => {
  const at = Date.now()
  const input = c.req.valid('json')
  const where = targetOf(input)
  const subject = subjectOf(input)
  checkSetsSomething(input)
  const named: NamedGroup[] = subject.groupId === null ? [] : [{ path: 'groupId', id: subject.groupId }]
  const userField = subject.groupId === null ? 'user' : 'groupId'
  const check = async (): Promise<Target> => {
    const target = await loadTarget(c.env, where.kind, where.id)
    checkKnowsUsers(target, userField)
    await checkGroups(c.env, named)
    return target
  }
  const target = await check()
  const { tool, toolEnabled, confirmation, active, note } = input
  const row: RuleRow = {
    ...subject,
    id: randomId('rul'),
    targetKind: target.kind,
    targetId: target.id,
    tool,
    toolEnabled,
    confirmation,
    guardrailAction: null,
    active,
    note,
    version: 1,
    createdAt: at,
    updatedAt: at,
  }
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: 'rule.created',
    resource: { kind: 'rule', id: row.id },
    before: null,
    after: presentRule(row),
    guard: sql`${target.exists} AND ${knowsUsersGuard(target)} AND ${groupsGuard(named)}`,
    changes: [{ insert: rules, row: { ...row } }],
  }).catch(async (error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error
    await check()
    throw stale(undefined)
  })
  target.forget()
  return c.json(
    { ...presentRule(row), effectiveWithinSeconds: EFFECTIVE_WITHIN_SECONDS },
    201,
    etag(row.version),
  )
})

function targetOf({ serverId, gatewayId }: RuleCreate): Pick<Target, 'kind' | 'id'> {
  if (serverId !== undefined && gatewayId === undefined) return { kind: 'server', id: serverId }
  if (gatewayId !== undefined && serverId === undefined) return { kind: 'gateway', id: gatewayId }
  throw invalidField(
    serverId === undefined ? 'serverId' : 'gatewayId',
    'name exactly one of serverId and gatewayId',
  )
}

function subjectOf({ groupId, user }: RuleCreate): Pick<RuleRow, 'groupId' | 'user'> {
  if (groupId !== undefined && user === undefined) return { groupId, user: null }
  if (user !== undefined && groupId === undefined) return { groupId: null, user }
  throw invalidField(groupId === undefined ? 'groupId' : 'user', 'name exactly one of groupId and user')
}
