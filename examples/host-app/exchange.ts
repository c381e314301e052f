// Embedded exchange (RFC 8693): the user's own token for an MCP token of 15 minutes. It happens here and not in the page,
// because the app proves itself with a secret.
import { discoverLimen, requestToken, type TokenAnswer } from './limen.ts'
import type { User } from './sessions.ts'
import type { Settings } from './settings.ts'

export async function exchangeToken({ embeddingApp, mcpUrl }: Settings, user: User): Promise<TokenAnswer> {
  if (!embeddingApp) throw new Error('APP_ID and APP_SECRET are not set: this app is not registered at Limen')
  const { tokenEndpoint, resource } = await discoverLimen(mcpUrl)
  const credentials = `${encodeURIComponent(embeddingApp.id)}:${encodeURIComponent(embeddingApp.secret)}`
  return requestToken(
    tokenEndpoint,
    {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: user.accessToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      resource,
    },
    { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
  )
}
