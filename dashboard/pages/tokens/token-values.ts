// The form of a new access token and the body of the API. Pure.
import type { NewAccessToken } from '../../data/access-tokens.ts'

/** Days until the end; empty: until it is revoked. */
export type Lifetime = '' | '1' | '7' | '30' | '90' | '365'

export interface TokenValues {
  serverId: string
  name: string
  agentId: string
  userKind: 'none' | 'email' | 'subject'
  user: { issuer: string; subject: string; email: string }
  expiresAt: Lifetime
}

export const BLANK_TOKEN: TokenValues = {
  serverId: '',
  name: '',
  agentId: '',
  userKind: 'none',
  user: { issuer: '', subject: '', email: '' },
  expiresAt: '90',
}

const DAY_MS = 86_400_000

export function newTokenOf(values: TokenValues, now: number): NewAccessToken {
  const { serverId, name, agentId, expiresAt } = values
  return {
    serverId,
    name,
    agentId: agentId === '' ? null : agentId,
    user: userOf(values),
    expiresAt: expiresAt === '' ? null : now + Number(expiresAt) * DAY_MS,
  }
}

function userOf({ userKind, user }: TokenValues): NewAccessToken['user'] {
  const text = (value: string) => value.trim() || null
  switch (userKind) {
    case 'none':
      return null
    case 'email':
      return { email: text(user.email) }
    case 'subject':
      return { issuer: text(user.issuer), subject: text(user.subject), email: text(user.email) }
  }
}
