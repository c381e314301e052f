// What an embedding app says about its own user on the authorize URL (product.md §5, same-user auth). Untrusted: it can
// stop a sign-in, and never completes, skips or chooses one. Pure.
import type { AuthRequest } from '@cloudflare/workers-oauth-provider'
import { RedirectRefusal } from '../refusal.ts'

/** At least one of subject, e-mail and organization is there. */
export interface HostHints {
  subject: string | null
  email: string | null
  organizationId: string | null
  displayName: string | null
}

/** A request as the library keeps it with its transaction, encrypted under the handle that only the browser holds. */
export type HostedRequest = AuthRequest & {
  host?: HostHints
  /** Another account signed in; only *Switch* goes on from here. */
  isHeld?: true
}

/** Longer ones are refused, because a hint that was cut would name somebody else. */
const CHARACTERS_MAX = {
  host_subject: 1_024,
  host_email: 256,
  host_organization_id: 256,
  host_display_name: 256,
  mismatch_policy: 64,
} as const

type HintName = keyof typeof CHARACTERS_MAX

const NAMES = Object.keys(CHARACTERS_MAX) as HintName[]

/** Every parameter of an authorize URL that is a hint, the older aliases included. */
export const HINT_PARAMETERS = NAMES.flatMap((name) => [name, aliasOf(name)] as const)

export type HintParameters = Readonly<Partial<Record<HintName | Alias, string>>>

type Alias = `emcy_${HintName}`

/** Undefined where nothing was said that an account could be compared with. Throws RedirectRefusal. */
export function parseHostHints(parameters: HintParameters): HostHints | undefined {
  const policy = hintOf(parameters, 'mismatch_policy')
  if (policy !== null && policy !== 'block_with_switch') {
    throw new RedirectRefusal('invalid_request', 'The mismatch_policy must be block_with_switch.')
  }
  const hints: HostHints = {
    subject: hintOf(parameters, 'host_subject'),
    email: hintOf(parameters, 'host_email'),
    organizationId: hintOf(parameters, 'host_organization_id'),
    displayName: hintOf(parameters, 'host_display_name'),
  }
  const { subject, email, organizationId } = hints
  return subject === null && email === null && organizationId === null ? undefined : hints
}

/** The account to try first. A subject is better than nothing: several servers take it for a login hint. */
export function loginHintOf(hints: HostHints | undefined): string | undefined {
  return hints?.email ?? hints?.subject ?? undefined
}

function aliasOf<Name extends HintName>(name: Name): `emcy_${Name}` {
  return `emcy_${name}`
}

function hintOf(parameters: HintParameters, name: HintName): string | null {
  const value = parameters[name]
  const aliased = parameters[aliasOf(name)]
  if (value !== undefined && aliased !== undefined && value !== aliased) {
    throw new RedirectRefusal('invalid_request', `${name} and ${aliasOf(name)} say different things.`)
  }
  const hint = value ?? aliased ?? null
  if (hint !== null && hint.length > CHARACTERS_MAX[name]) {
    throw new RedirectRefusal(
      'invalid_request',
      `${name} must have ${CHARACTERS_MAX[name]} characters at most.`,
    )
  }
  return hint
}
