// What this deployment is. Everything comes from its variables; the ids of master keys from what it has used.
import type { Deployment } from '../../../schema/api/deployment.ts'
import { deployment } from '../../../schema/api/deployment.ts'
import { version } from '../../../package.json'
import { settingsOf } from '../../environment.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { hasPermission } from '../require-permission.ts'
import { compareMasterKeys } from './compare-master-keys.ts'

const route = defineRoute({
  method: 'get',
  path: '/deployment',
  permission: 'servers.read',
  operationId: 'getDeployment',
  summary: 'What this deployment is: hosts, sign-in, retention, limits',
  responses: { 200: jsonAnswer(deployment, 'Facts, no secrets') },
})

export const getDeployment = endpoint(route, async (c) => {
  const settings = settingsOf(c.env)
  const { dashboardOrigin, oidc, access } = settings.signIn()
  const facts: Deployment = {
    version,
    publicOrigin: settings.publicOrigin,
    dashboardOrigin,
    adminApiOnPublicOrigin: settings.adminApiOnPublicOrigin,
    signIn: { oidcIssuer: oidc?.issuer ?? null, cloudflareAccessTeam: access?.teamOrigin ?? null },
    organizationDomains: [...settings.organizationDomains],
    retention: {
      callDays: settings.callRetentionDays,
      auditDays: settings.auditRetentionDays,
      logRowsMax: settings.logRowsMax,
    },
    limits: {
      bodyBytesMax: settings.bodyBytesMax,
      revocationSeconds: settings.revocationCacheMs / 1_000,
    },
    allowsPrivateTargets: settings.allowPrivateTargets,
    masterKeys: hasPermission(c.get('actor'), 'settings.write') ? await compareMasterKeys(c.env) : null,
  }
  return c.json(facts, 200)
})
