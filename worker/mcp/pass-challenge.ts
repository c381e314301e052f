// Mode `passthrough`: 401 and 403 of the runtime reach the client, and lead it to our own protected-resource document
// (M13; RFC 9728 §5.1, RFC 9110 §11.2). Pure.
import type { Surface } from '../edge/public-urls.ts'

/** `auth-param` or a scheme's name, with quoted strings taken as a whole. */
const TOKEN_OR_PARAMETER = /([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,"]+))?/g

/** Adds the header to those of a 401 or 403. */
export function passChallenge(
  { status, headers: runtime }: Response,
  headers: Record<string, string>,
  { resourceMetadataUrl }: Surface,
): void {
  if (status !== 401 && status !== 403) return
  const challenge = passedChallenge(runtime.get('www-authenticate'), status, resourceMetadataUrl)
  if (challenge !== null) headers['www-authenticate'] = challenge
}

/** The challenge with our `resource_metadata` in place of the runtime's, and one where it should have been. */
export function passedChallenge(
  challenge: string | null,
  status: number,
  resourceMetadataUrl: string,
): string | null {
  const ours = `resource_metadata="${resourceMetadataUrl}"`
  if (challenge === null) return status === 401 ? `Bearer ${ours}` : null
  let hasMetadata = false
  let bearerEnd = -1
  const rewritten = challenge.replace(TOKEN_OR_PARAMETER, (whole: string, name: string, value?: string) => {
    if (value === undefined || name.toLowerCase() !== 'resource_metadata') return whole
    hasMetadata = true
    return ours
  })
  if (hasMetadata) return rewritten
  for (const match of challenge.matchAll(TOKEN_OR_PARAMETER)) {
    if (match[2] === undefined && match[1]?.toLowerCase() === 'bearer')
      bearerEnd = match.index + match[0].length
  }
  if (bearerEnd === -1) return challenge
  const rest = challenge.slice(bearerEnd).trim()
  return `${challenge.slice(0, bearerEnd)} ${ours}${rest === '' || rest.startsWith(',') ? rest : `, ${rest}`}`
}
