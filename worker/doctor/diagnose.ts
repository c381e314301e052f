// Looks at a public MCP URL as a client would, step by step, and says what is wrong with it and what to do.
import { DOCTOR_CHECKS, type DoctorProfile, type DoctorReport } from '../../schema/api/doctor.ts'
import { checkAuthorizationServer } from './checks/check-authorization-server.ts'
import { checkChallenge, type Guard } from './checks/check-challenge.ts'
import { checkAuthorizationEndpoint, checkGetStream, checkTokenEndpoint } from './checks/check-endpoints.ts'
import { checkRegistration } from './checks/check-registration.ts'
import { checkResourceMetadata } from './checks/check-resource-metadata.ts'
import { checkTools } from './checks/check-tools.ts'
import { checkUrl } from './checks/check-url.ts'
import { skip, type Finding } from './finding.ts'
import type { Send } from './probe.ts'

export interface DiagnoseOptions {
  send: Send
  profile: DoctorProfile
  /** For tools/list; without it that is skipped where the server asks for one. */
  token?: string | undefined
}

/** Changes nothing at the server. Never throws for what the server does. */
export async function diagnose(
  mcpUrl: string,
  { send, profile, token }: DiagnoseOptions,
): Promise<DoctorReport> {
  const findings = await look(mcpUrl, { send, profile, token })
  const seen = new Set(findings.map(({ check }) => check))
  const missing = DOCTOR_CHECKS.filter((check) => !seen.has(check))
  const all = [...findings, ...missing.map((check) => skip(check, 'There was nothing to look at'))]
  const ordered = all.toSorted((a, b) => DOCTOR_CHECKS.indexOf(a.check) - DOCTOR_CHECKS.indexOf(b.check))
  return { mcpUrl, profile, healthy: !all.some(({ status }) => status === 'fail'), findings: ordered }
}

async function look(mcpUrl: string, { send, profile, token }: DiagnoseOptions): Promise<Finding[]> {
  const { findings: ofUrl, value: url } = checkUrl(mcpUrl)
  if (!url) return ofUrl
  const challenge = await checkChallenge(send, url)
  const found = [...ofUrl, ...challenge.findings]
  const guard = challenge.value
  if (!guard) return found
  if (guard.kind === 'oauth') found.push(...(await lookAtOauth(send, url, guard, profile)))
  found.push(await checkGetStream(send, url, token))
  found.push(...(await checkTools(send, url, token, guard.kind === 'open', profile)))
  return found
}

async function lookAtOauth(
  send: Send,
  url: URL,
  { metadataUrl }: Extract<Guard, { kind: 'oauth' }>,
  profile: DoctorProfile,
): Promise<Finding[]> {
  const resource = await checkResourceMetadata(send, url, metadataUrl)
  if (!resource.value) return resource.findings
  const server = await checkAuthorizationServer(send, resource.value)
  const found = [...resource.findings, ...server.findings]
  if (!server.value) return found
  return [
    ...found,
    ...(await checkRegistration(send, server.value, profile)),
    await checkAuthorizationEndpoint(send, server.value),
    await checkTokenEndpoint(send, server.value),
  ]
}
