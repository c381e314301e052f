// Stands for a Cloudflare Access team: serves its keys where Cloudflare does, and signs what its edge adds to requests.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

const AUDIENCE = 'limen-aud'

export interface AccessTeam {
  origin: string
  /** Of the Worker that trusts it. */
  variables: Record<string, string>
  /** Good for a minute; `claims` in the place of the usual ones, `key` in the place of the team's. */
  assertionOf(
    person: { subject: string; email: string },
    claims?: Record<string, unknown>,
    key?: CryptoKey,
  ): Promise<string>
  stop(): void
}

export async function startAccessTeam(): Promise<AccessTeam> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'team', alg: 'RS256' }]
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    if (request.url === '/cdn-cgi/access/certs') response.end(JSON.stringify({ keys }))
    else response.writeHead(404).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    variables: { CLOUDFLARE_ACCESS_TEAM_DOMAIN: origin, CLOUDFLARE_ACCESS_AUDIENCE: AUDIENCE },
    assertionOf({ subject, email }, claims = {}, key = privateKey) {
      const now = Math.floor(Date.now() / 1_000)
      const usual = { iss: origin, aud: [AUDIENCE], sub: subject, email, iat: now, exp: now + 60 }
      return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'team' }).sign(key)
    },
    stop: () => void server.close(),
  }
}
