import { recipeList } from '../../../schema/api/library.ts'
import { recipeViews } from '../../library/recipe-views.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'

const route = defineRoute({
  method: 'get',
  path: '/library/recipes',
  permission: 'gateways.read',
  operationId: 'listRecipes',
  summary: 'Recipes for common authorization servers, with what each needs',
  responses: { 200: jsonAnswer(recipeList, 'All recipes') },
})

export const listRecipes = endpoint(route, (c) => c.json({ recipes: recipeViews() }, 200))
