// Discovery of a downstream authorization server (D1; RFC 8414 §3, OIDC Discovery §4).
import type { DiscoveryReport, DownstreamEndpoints, GatewayRow } from '../../schema/tables/gateways.ts'
import { OutboundError } from '../net/outbound-error.ts'
import { checkTarget } from '../net/target-policy.ts'
import { exchange, platformIo, type DownstreamIo, type TargetSettings } from './io.ts'
import { isIssuerAskedFor, metadataCandidates, type MetadataCandidate } from './metadata-candidates.ts'
import { endpointsOf, error, findMetadataFaults, type Finding } from './metadata-findings.ts'
import { isJsonObject, parseJson } from './parse-json.ts'
import { recipeOf } from './recipes.ts'

const FIELD = 'authorizationServerUrl'

export interface DiscoveryOptions extends TargetSettings {
  provider: GatewayRow['provider']
}

export interface Discovery {
  report: DiscoveryReport
  /** What could be pinned; null where the document is missing, inconsistent or incomplete. */
  endpoints: DownstreamEndpoints | null
}

/** Never throws: what went wrong stands in `report.findings`. `input` is an issuer or a metadata URL. */
export async function discover(
  input: string,
  options: DiscoveryOptions,
  io: DownstreamIo = platformIo,
): Promise<Discovery> {
  const at = io.now()
  const nothing = (findings: Finding[]): Discovery => ({
    report: { at, url: null, metadata: null, findings },
    endpoints: null,
  })
  const fault = inputFault(input.trim(), options)
  if (fault) return nothing([fault])
  const given = input.trim()
  const isDocument = new URL(given).pathname.includes('/.well-known/')
  const asked = isDocument ? given : recipeOf(options.provider).issuerOf(given)

  const attempts: Attempt[] = []
  for (const candidate of metadataCandidates(asked)) {
    const attempt = await readCandidate(candidate, options, io)
    attempts.push(attempt)
    if (attempt.kind !== 'found') continue
    const { metadata } = attempt
    const findings = [...recipeFaults(metadata, options), ...findMetadataFaults(metadata, options)]
    const isUsable = findings.every((finding) => finding.level !== 'error')
    return {
      report: { at, url: candidate.url, metadata, findings },
      endpoints: isUsable ? endpointsOf(metadata) : null,
    }
  }
  return nothing([whyNothing(asked, attempts)])
}

function inputFault(input: string, options: DiscoveryOptions): Finding | null {
  if (!URL.canParse(input))
    return error(
      FIELD,
      'not_a_url',
      `This is not a URL. It looks like ${recipeOf(options.provider).issuerForm}`,
    )
  const url = new URL(input)
  if (url.search !== '' || url.hash !== '')
    return error(
      FIELD,
      'issuer_with_query',
      'An issuer has no query and no fragment. Remove what follows "?" or "#".',
    )
  try {
    checkTarget(url, { policy: 'configured', ...options })
    return null
  } catch (cause) {
    const reason = cause instanceof OutboundError ? cause.message : 'refused'
    return error(
      FIELD,
      'target_refused',
      `This address cannot be used: ${reason}. Use https and a public address, or set ALLOW_PRIVATE_TARGETS for development.`,
    )
  }
}

type Attempt =
  | { kind: 'found'; metadata: Record<string, unknown> }
  | { kind: 'absent'; status: number }
  | { kind: 'unreachable'; reason: string }
  | { kind: 'foreign_issuer'; issuer: string }

async function readCandidate(
  candidate: MetadataCandidate,
  options: DiscoveryOptions,
  io: DownstreamIo,
): Promise<Attempt> {
  try {
    const response = await exchange(candidate.url, { headers: { accept: 'application/json' } }, options, io)
    const metadata = response.status === 200 ? parseJson(await response.text()) : undefined
    if (!isJsonObject(metadata)) return { kind: 'absent', status: response.status }
    const issuer = metadata['issuer']
    if (typeof issuer !== 'string') return { kind: 'foreign_issuer', issuer: '' }
    if (!isIssuerAskedFor(candidate, issuer)) return { kind: 'foreign_issuer', issuer }
    return { kind: 'found', metadata }
  } catch (cause) {
    return {
      kind: 'unreachable',
      reason: cause instanceof OutboundError ? cause.message : 'the request failed',
    }
  }
}

function recipeFaults(metadata: Record<string, unknown>, options: DiscoveryOptions): Finding[] {
  const { issuer } = metadata
  if (typeof issuer !== 'string' || !URL.canParse(issuer)) return []
  const fault = recipeOf(options.provider).issuerFault(issuer)
  return fault === null ? [] : [error(FIELD, 'issuer_unsuitable', fault)]
}

/** The most telling attempt: a wrong issuer says more than an outage, and an outage more than a missing document. */
function whyNothing(asked: string, attempts: readonly Attempt[]): Finding {
  const foreign = attempts.find((attempt) => attempt.kind === 'foreign_issuer')
  if (foreign)
    return error(
      FIELD,
      'issuer_mismatch',
      foreign.issuer === ''
        ? `The server's metadata names no issuer. Ask its operator, or enter the endpoints by hand.`
        : `The server calls itself ${foreign.issuer.slice(0, 256)}, not ${asked}. Enter exactly that address if you trust it.`,
    )
  const unreachable = attempts.find((attempt) => attempt.kind === 'unreachable')
  if (unreachable)
    return error(
      FIELD,
      'unreachable',
      `The server cannot be reached: ${unreachable.reason}. Check the address, or save the endpoints by hand.`,
    )
  const statuses = attempts.flatMap((attempt) => (attempt.kind === 'absent' ? [attempt.status] : []))
  return error(
    FIELD,
    'metadata_missing',
    `The server publishes no metadata at the usual places (it answered ${[...new Set(statuses)].join(', ')}). Enter the URL of its metadata document, or the endpoints by hand.`,
  )
}
