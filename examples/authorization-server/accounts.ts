// The two people who can sign in. A real provider asks its directory here.
import { createHash, timingSafeEqual } from 'node:crypto'

export interface Account {
  /** OpenID `sub`: stable, and never an e-mail address. */
  sub: string
  login: string
  password: string
  name: string
  email: string
  organization: string
}

export const accounts: readonly Account[] = [
  {
    sub: 'usr_7c1f0a',
    login: 'ada',
    password: 'ada-password',
    name: 'Ada Lovelace',
    email: 'ada@engines.example',
    organization: 'org_engines',
  },
  {
    sub: 'usr_2e9b4d',
    login: 'grace',
    password: 'grace-password',
    name: 'Grace Hopper',
    email: 'grace@compilers.example',
    organization: 'org_compilers',
  },
]

/** By subject, login name or e-mail address. */
export function findAccount(id: string): Account | undefined {
  const wanted = id.trim().toLowerCase()
  return accounts.find((account) => [account.sub, account.login, account.email].includes(wanted))
}

export function findByPassword(id: string, password: string): Account | undefined {
  const account = findAccount(id)
  return account && isSame(account.password, password) ? account : undefined
}

/** What the ID token, userinfo and JWT access tokens say about the person. */
export function claimsOf(account: Account) {
  return {
    sub: account.sub,
    name: account.name,
    email: account.email,
    email_verified: true,
    org_id: account.organization,
  }
}

function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
