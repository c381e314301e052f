// What is spent of one budget in its current window.
import { budgetSnapshot, budgetSnapshotQuery } from '../../../schema/api/budgets.ts'
import { AdminProblem, invalidField } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { loadBudget } from './load.ts'
import { presentSnapshot } from './present-snapshot.ts'
import { readBudgetStates } from './read-states.ts'

const route = defineRoute({
  method: 'get',
  path: '/budgets/{id}/snapshot',
  permission: 'logs.read',
  operationId: 'getBudgetSnapshot',
  summary: 'What is spent and left of a budget',
  request: { params: idParam, query: budgetSnapshotQuery },
  responses: { 200: jsonAnswer(budgetSnapshot, 'Now') },
})

export const getBudgetSnapshot = endpoint(route, async (c) => {
  const row = await loadBudget(c.env, c.req.valid('param').id)
  const { userIssuer, userSubject } = c.req.valid('query')
  if ((userIssuer === undefined) !== (userSubject === undefined))
    throw invalidField(
      userIssuer === undefined ? 'userIssuer' : 'userSubject',
      'is needed beside the other one',
    )
  const subject = userIssuer === undefined ? null : `user ${userIssuer} ${userSubject}`
  const [state] = await readBudgetStates(c.env, [row], subject)
  if (!state) throw new AdminProblem('unavailable', 'The object that counts gave no answer.')
  return c.json(presentSnapshot(row, state), 200)
})
