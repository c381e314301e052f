// One refresh request and the verdict about it (security.md §3, steps 5–8).
import * as oauth from 'oauth4webapi'
import { OutboundError } from '../net/outbound-error.ts'
import { classifyTokenFailure } from './classify-token-failure.ts'
import type { DownstreamProfile, RefreshOutcome } from './contract.ts'
import { platformIo, type DownstreamIo } from './io.ts'
import { clientAuthenticationOf, clientOf, serverOf, targetParameters, transportOf } from './oauth-client.ts'
import { recipeOf } from './recipes.ts'
import { wireScopes } from './scopes.ts'
import { parseJson } from './parse-json.ts'
import { parseTokenAnswer } from './token-answer.ts'

export interface RefreshRequest {
  refreshToken: string
  /** Scopes that were approved for the grant, in Limen's names. */
  scopes: readonly string[]
}

/** Never throws. */
export async function requestRefresh(
  profile: DownstreamProfile,
  request: RefreshRequest,
  io: DownstreamIo = platformIo,
): Promise<RefreshOutcome> {
  let isSent = false
  try {
    const response = await oauth.refreshTokenGrantRequest(
      serverOf(profile),
      clientOf(profile),
      await clientAuthenticationOf(profile),
      request.refreshToken,
      {
        ...transportOf(profile, io, () => {
          isSent = true
        }),
        additionalParameters: parametersOf(profile, request),
      },
    )
    const text = await response.text()
    if (response.status !== 200) return classifyTokenFailure(response, text, io.now())
    return readSuccess(profile, request, text, io.now())
  } catch (error) {
    return outcomeOfError(error, isSent)
  }
}

function parametersOf(profile: DownstreamProfile, request: RefreshRequest): Record<string, string> {
  const parameters = targetParameters(profile)
  if (recipeOf(profile.gateway.provider).refreshRepeatsScope)
    parameters['scope'] = wireScopes(profile.gateway, request.scopes)
  return parameters
}

function readSuccess(
  profile: DownstreamProfile,
  request: RefreshRequest,
  text: string,
  now: number,
): RefreshOutcome {
  const answer = parseTokenAnswer(parseJson(text), {
    gateway: profile.gateway,
    asked: request.scopes,
    hasRefreshToken: true,
    now,
  })
  switch (answer.kind) {
    case 'usable':
      return { kind: 'ok', tokens: answer.tokens }
    case 'useless':
      return { kind: 'lost_scopes', tokens: answer.tokens, detail: answer.detail }
    case 'unreadable':
      return { kind: 'unknown', detail: `200, but ${answer.detail}`, retryAfterMs: null, alert: true }
  }
}

function outcomeOfError(error: unknown, isSent: boolean): RefreshOutcome {
  if (error instanceof OutboundError) {
    const { failure, message: detail } = error
    if (failure === 'unreachable') return { kind: 'not_processed', detail, retryAfterMs: null, alert: false }
    if (failure === 'refused_target' || failure === 'redirected')
      return { kind: 'not_processed', detail, retryAfterMs: null, alert: true }
    return { kind: 'unknown', detail, retryAfterMs: null, alert: failure === 'too_large' }
  }
  const detail = error instanceof Error ? `${error.name} before an answer` : 'failed before an answer'
  if (isSent) return { kind: 'unknown', detail, retryAfterMs: null, alert: true }
  return { kind: 'not_processed', detail, retryAfterMs: null, alert: true }
}
