// How people sign in here. Public, and says nothing that the sign-in itself would not show.
import { signInMethods } from '../../../schema/api/session.ts'
import { settingsOf } from '../../environment.ts'
import { hasOwner } from '../../identity/has-owner.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { SIGN_IN_PATH } from './urls.ts'

const route = defineRoute({
  method: 'get',
  path: '/sign-in',
  permission: 'public',
  operationId: 'listSignInMethods',
  summary: 'How people sign in at this deployment',
  responses: { 200: jsonAnswer(signInMethods, 'What is configured') },
})

export const listSignInMethods = endpoint(route, async (c) => {
  const settings = settingsOf(c.env)
  const { oidc, access, dashboardOrigin } = settings.signIn()
  return c.json(
    {
      oidc: oidc && { issuer: oidc.issuer, startUrl: `${dashboardOrigin}${SIGN_IN_PATH}/start` },
      cloudflareAccess: access !== null,
      bootstrap: settings.adminSecret !== undefined && !(await hasOwner(c.env)),
    },
    200,
  )
})
