// Budgets and rate limits: named, with a scope that does not change.
import { budgetCreate, budgetUpdate } from '../../../schema/api/budgets.ts'
import { rateLimitCreate, rateLimitUpdate } from '../../../schema/api/rate-limits.ts'
import { fieldsOf, listAll, resource, type Kind } from './kind.ts'

export const budgets: Kind = {
  name: 'budgets',
  noun: 'budget',
  identity: ['name'],
  isIdentityWhole: true,
  fields: fieldsOf(budgetUpdate.shape, 'name'),
  fixed: fieldsOf(budgetCreate.shape, 'name', ...Object.keys(budgetUpdate.shape)),
  secrets: [],
  shape: { ...budgetCreate.shape, ...budgetUpdate.shape },
  list: (api) => listAll(api, '/budgets', 'budgets'),
  ...resource('/budgets'),
}

export const rateLimits: Kind = {
  name: 'rateLimits',
  noun: 'rate limit',
  identity: ['name'],
  isIdentityWhole: true,
  fields: fieldsOf(rateLimitUpdate.shape, 'name'),
  fixed: fieldsOf(rateLimitCreate.shape, 'name', ...Object.keys(rateLimitUpdate.shape)),
  secrets: [],
  shape: { ...rateLimitCreate.shape, ...rateLimitUpdate.shape },
  list: (api) => listAll(api, '/rate-limits', 'rateLimits'),
  ...resource('/rate-limits'),
}
