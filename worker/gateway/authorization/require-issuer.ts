import { findIssuer, type Issuer } from '../configuration/configuration.ts'
import type { AuthorizationParts } from './parts.ts'

/** The issuer is gone: detached, or its custom host taken away. */
export class UnknownIssuerError extends Error {
  override name = 'UnknownIssuerError'
}

/** Throws UnknownIssuerError, ConfigurationUnavailableError. */
export async function requireIssuer(parts: AuthorizationParts, issuerKey: string): Promise<Issuer> {
  const issuer = findIssuer(await parts.configuration(), issuerKey, parts.publicOrigin)
  if (!issuer) throw new UnknownIssuerError(`no issuer ${issuerKey.slice(0, 64)}`)
  return issuer
}
