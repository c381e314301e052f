// The recipes for common authorization servers as the form of a Gateway offers them (product.md §2). Pure.
import type { RecipeView } from '../../schema/api/library.ts'
import { recipes, type Provider, type Recipe, type RecipeSubject } from '../downstream/recipes.ts'

const NAMES: Readonly<Record<Provider, string>> = {
  auth0: 'Auth0',
  entra: 'Microsoft Entra ID',
  keycloak: 'Keycloak',
  manual: 'Other authorization server',
  okta: 'Okta',
  sqlos: 'SqlOS',
  workos: 'WorkOS AuthKit',
}

export function recipeViews(): RecipeView[] {
  return (Object.keys(NAMES) as Provider[]).map((provider) => viewOf(provider, recipes[provider]))
}

function viewOf(provider: Provider, recipe: Recipe): RecipeView {
  return {
    provider,
    name: NAMES[provider],
    issuerForm: recipe.issuerForm,
    target: recipe.target,
    needs: [
      { field: 'authorizationServerUrl', why: `The issuer, in the form ${recipe.issuerForm}` },
      ...targetNeed(provider, recipe),
      {
        field: 'clientId',
        why: 'Of the application registered for Limen, with its secret if it has one; leave it out where the server registers clients by itself',
      },
      { field: 'scopes', why: 'Everything that servers behind this Gateway may ever ask for' },
    ],
    emailTrusted: recipe.identity.emailTrust !== 'never',
    identity: recipe.identity,
    note: recipe.note,
  }
}

function targetNeed(provider: Provider, recipe: Recipe): RecipeView['needs'] {
  switch (recipe.target) {
    case 'resource':
      return [{ field: 'resource', why: 'The API that tokens are for (RFC 8707)' }]
    case 'audience':
      return [{ field: 'audience', why: 'The API that tokens are for' }]
    case 'as_set':
      return [
        {
          field: 'resource',
          why: 'The API that tokens are for (RFC 8707); leave it empty where the server wants an audience instead',
        },
      ]
    case 'neither':
      return prefixesScopes(provider, recipe)
        ? [
            {
              field: 'resource',
              why: 'The application ID URI of the API, which Limen puts in front of each scope',
            },
          ]
        : []
  }
}

function prefixesScopes(provider: Provider, recipe: Recipe): boolean {
  const sample: RecipeSubject = {
    provider,
    resource: 'api://sample',
    audience: null,
    clientId: null,
    identity: recipe.identity,
    discovery: null,
    scopes: [],
  }
  return recipe.scopePrefix(sample) !== ''
}
