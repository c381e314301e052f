// Asks the authorization server what it is, and decides whether a Gateway may be saved with the answer (D1).
import type { DiscoveryReport, DownstreamEndpoints, GatewayRow } from '../../../schema/tables/gateways.ts'
import { discover } from '../../downstream/discover.ts'
import { mergeEndpoints } from '../../downstream/endpoint-change.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { AdminProblem, summaryOf } from '../admin-problem.ts'
import { checkConfiguredTarget } from '../check-target.ts'
import { loadOwnOrigins } from '../../edge/own-origins.ts'

export interface DownstreamDraft {
  provider: GatewayRow['provider']
  authorizationServerUrl: string
  /** Entered by hand. */
  endpoints: Partial<DownstreamEndpoints>
  manualOverrides: readonly string[]
}

export interface DiscoveredEndpoints {
  report: DiscoveryReport
  /** Found, with the entered ones laid over; null where a required one is missing. */
  endpoints: DownstreamEndpoints | null
}

const REQUIRED = ['issuer', 'authorization_endpoint', 'token_endpoint']

/** Never fails because of the authorization server: what is wrong stands in the report. Throws for refused targets. */
export async function discoverEndpoints(env: Env, draft: DownstreamDraft): Promise<DiscoveredEndpoints> {
  for (const [field, url] of Object.entries(draft.endpoints)) {
    await checkConfiguredTarget(env, `endpoints.${field}`, url)
  }
  const { report, endpoints: found } = await discover(draft.authorizationServerUrl, {
    provider: draft.provider,
    allowPrivateTargets: settingsOf(env).allowPrivateTargets,
    ownOrigins: await loadOwnOrigins(env),
  })
  return { report, endpoints: mergeEndpoints(found, draft.endpoints, draft.manualOverrides) }
}

/**
 * The endpoints to pin. Where discovery failed, only those that were entered by hand, and only in the `manual` way.
 * Throws AdminProblem `discovery_failed` with the findings beside their fields.
 */
export function checkUsable(
  { report, endpoints }: DiscoveredEndpoints,
  draft: DownstreamDraft & { registration: GatewayRow['registration'] },
): DownstreamEndpoints {
  const faults = report.findings.filter(({ level }) => level === 'error')
  const isEnteredByHand = REQUIRED.every((field) => draft.manualOverrides.includes(field))
  const isManual = draft.provider === 'manual' || draft.registration === 'manual'
  if (endpoints && (faults.length === 0 || (isManual && isEnteredByHand))) return endpoints
  const errors = faults.map(({ field, message }) => ({ path: field ?? 'authorizationServerUrl', message }))
  if (errors.length === 0) {
    const missing = REQUIRED.filter((field) => !draft.manualOverrides.includes(field))
    errors.push({
      path: 'authorizationServerUrl',
      message: `the authorization server does not name all of ${missing.join(', ')}`,
    })
  }
  throw new AdminProblem(
    'discovery_failed',
    `${summaryOf(errors)}. To save nevertheless, use the provider or registration "manual" and enter ${REQUIRED.join(', ')} under endpoints.`,
    { errors },
  )
}
