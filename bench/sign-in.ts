// An access token the way every client gets one: discovery, registration, consent, sign-in, code, token.
import { auth } from '@modelcontextprotocol/client'
import { WalkingProvider } from '../examples/demo/oauth-provider.ts'
import { users } from '../examples/demo/stack.ts'

export async function signIn(mcpUrl: string): Promise<string> {
  const provider = new WalkingProvider({ clientName: 'bench', person: users[0] })
  await auth(provider, { serverUrl: mcpUrl })
  const answer = provider.callback?.searchParams
  const authorizationCode = answer?.get('code')
  if (!authorizationCode) throw new Error(`no code came back: ${provider.callback?.href}`)
  const iss = answer?.get('iss')
  await auth(provider, { serverUrl: mcpUrl, authorizationCode, ...(iss ? { iss } : {}) })
  if (!provider.stored) throw new Error('no token came back')
  return provider.stored.access_token
}
