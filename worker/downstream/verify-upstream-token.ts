// Verifies a token of mode `passthrough` against the issuer and keys that an admin configured (M13; RFC 9068 §4, without
// its `typ`, which several providers leave out).
import { errors, jwtVerify, type JWTPayload } from 'jose'
import type { Passthrough } from '../../schema/tables/servers.ts'
import { OutboundError } from '../net/outbound-error.ts'
import { DownstreamError } from './contract.ts'
import { platformIo, type DownstreamIo } from './io.ts'
import { signingKeysOf, type LazyTargets } from './signing-keys.ts'
import { ALGORITHMS, CLOCK_TOLERANCE_SECONDS } from './verify-token.ts'

/** `invalid`: the token is not good. `keys_unavailable`: nobody can say now. */
export class UpstreamTokenError extends Error {
  override name = 'UpstreamTokenError'
  readonly reason: 'invalid' | 'keys_unavailable'
  constructor(reason: 'invalid' | 'keys_unavailable', message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** The claims. Throws UpstreamTokenError. */
export async function checkUpstreamToken(
  token: string,
  { issuer, jwksUri, audience }: NonNullable<Passthrough['verification']>,
  targets: LazyTargets,
  io: DownstreamIo = platformIo,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, signingKeysOf(targets, jwksUri, io), {
      issuer,
      ...(audience === null ? {} : { audience }),
      algorithms: ALGORITHMS,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(io.now()),
    })
    return payload
  } catch (error) {
    if (error instanceof errors.JOSEError) {
      throw new UpstreamTokenError('invalid', error.code, { cause: error })
    }
    if (error instanceof OutboundError || error instanceof DownstreamError) {
      throw new UpstreamTokenError('keys_unavailable', `the keys of ${issuer} cannot be read`, {
        cause: error,
      })
    }
    throw error
  }
}
