// Cloudflare Access: the signed header that it adds to each request it lets through
// (developers.cloudflare.com/cloudflare-one, "Validate JWTs").
import { errors, jwtVerify, type JWTPayload } from 'jose'
import { DownstreamError } from '../downstream/contract.ts'
import type { DownstreamIo, TargetSettings } from '../downstream/io.ts'
import { signingKeysOf } from '../downstream/signing-keys.ts'
import { OutboundError } from '../net/outbound-error.ts'
import type { AccessSettings } from './sign-in-settings.ts'
import type { SignedInUser } from './signed-in-user.ts'

export const ACCESS_HEADER = 'cf-access-jwt-assertion'

const CLOCK_TOLERANCE_SECONDS = 60
const CHARS_MAX = 16_384

/** The assertion proves nothing here. `outage`: its keys could not be read, so nobody knows. */
export class AccessAssertionError extends Error {
  override name = 'AccessAssertionError'
  readonly isOutage: boolean
  constructor(message: string, isOutage: boolean, options?: ErrorOptions) {
    super(message, options)
    this.isOutage = isOutage
  }
}

/** Signature by the team's keys, issuer, audience and time. Throws AccessAssertionError. */
export async function checkAccessAssertion(
  assertion: string,
  settings: AccessSettings,
  targets: TargetSettings,
  io: DownstreamIo,
): Promise<SignedInUser> {
  if (assertion.length > CHARS_MAX) throw new AccessAssertionError('the assertion is too long', false)
  const claims = await verify(assertion, settings, targets, io)
  // A service token has no subject: programs use API keys.
  if (typeof claims.sub !== 'string' || claims.sub === '')
    throw new AccessAssertionError('the assertion names no person', false)
  const email = typeof claims['email'] === 'string' && claims['email'] !== '' ? claims['email'] : null
  return {
    issuer: settings.teamOrigin,
    subject: claims.sub,
    email: email?.slice(0, 256) ?? null,
    // Access lets people in by their address, after their identity provider or a code sent there has proven it.
    emailVerified: email !== null,
    displayName: null,
    method: 'cloudflare_access',
    sessionId: null,
    signedInAt: (claims.iat ?? 0) * 1_000,
  }
}

async function verify(
  assertion: string,
  { teamOrigin, audience }: AccessSettings,
  targets: TargetSettings,
  io: DownstreamIo,
): Promise<JWTPayload> {
  try {
    const keys = signingKeysOf(targets, `${teamOrigin}/cdn-cgi/access/certs`, io)
    const { payload } = await jwtVerify(assertion, keys, {
      issuer: teamOrigin,
      audience,
      algorithms: ['RS256', 'ES256'],
      requiredClaims: ['exp', 'iat'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(io.now()),
    })
    return payload
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new AccessAssertionError(error.code, false, { cause: error })
    if (error instanceof OutboundError || error instanceof DownstreamError)
      throw new AccessAssertionError(error.message, true, { cause: error })
    throw error
  }
}
