// Where the metadata of an issuer may lie, in the order of D1 (RFC 8414 §3.1 and §5, OIDC Discovery §4). Pure.

export interface MetadataCandidate {
  url: string
  /** What the document's `issuer` must be, byte for byte (RFC 8414 §3.3). */
  issuer: string
  /** The admin entered the document's own URL. */
  isGivenAsDocument: boolean
}

const OAUTH = '/.well-known/oauth-authorization-server'
const OIDC = '/.well-known/openid-configuration'

/** `input` is an issuer, or the URL of a metadata document, which is then the only candidate. */
export function metadataCandidates(input: string): MetadataCandidate[] {
  const given = candidateOfMetadataUrl(input)
  if (given) return [given]
  const { origin, pathname } = new URL(input)
  const path = pathname.replace(/\/+$/, '')
  const urls =
    path === ''
      ? [`${origin}${OAUTH}`, `${origin}${OIDC}`]
      : [`${origin}${OAUTH}${path}`, `${origin}${OIDC}${path}`, `${origin}${path}${OIDC}`]
  return urls.map((url) => ({ url, issuer: input, isGivenAsDocument: false }))
}

function candidateOfMetadataUrl(input: string): MetadataCandidate | null {
  const { origin, pathname } = new URL(input)
  for (const wellKnown of [OAUTH, OIDC]) {
    const isInserted = pathname === wellKnown || pathname.startsWith(`${wellKnown}/`)
    if (!isInserted && !pathname.endsWith(wellKnown)) continue
    const path = isInserted ? pathname.slice(wellKnown.length) : pathname.slice(0, -wellKnown.length)
    return { url: input, issuer: origin + path, isGivenAsDocument: true }
  }
  return null
}

/**
 * RFC 8414 §3.3: byte for byte. From a metadata URL a trailing slash of the issuer cannot be told (`https://x.example/`
 * and `https://x.example` have one and the same document), so there, and only there, both count as asked for.
 */
export function isIssuerAskedFor(candidate: MetadataCandidate, found: string): boolean {
  return found === candidate.issuer || (candidate.isGivenAsDocument && found === `${candidate.issuer}/`)
}
