// Entered identity settings over those there are, claim by claim. Pure.
import type { GatewayCreate } from '../../../schema/api/gateways.ts'
import type { IdentitySettings } from '../../../schema/tables/gateways.ts'
import { withoutUndefined } from '../without-undefined.ts'

export function mergeIdentity(base: IdentitySettings, input: GatewayCreate['identity']): IdentitySettings {
  return {
    source: input?.source ?? base.source,
    claims: { ...base.claims, ...withoutUndefined(input?.claims ?? {}) },
    emailTrust: input?.emailTrust ?? base.emailTrust,
  }
}
