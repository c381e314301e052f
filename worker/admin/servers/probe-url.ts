// One look at a runtime before anything is saved: what does it want from its callers (product.md §3)? Answered as a whole,
// or as it goes: an event for each step when it is done, and one for the answer.
import { z } from 'zod'
import { probeAnswer, probeDraft, type ProbeAnswer, type ProbeDraft } from '../../../schema/api/probe.ts'
import type { Env } from '../../environment.ts'
import { probeAuth, type AuthVerdict, type ProbeStep } from '../../runtime/probe-auth.ts'
import { checkConfiguredTarget } from '../check-target.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { probeOptions } from './probe-options.ts'
import { PASSTHROUGH_WARNING } from './warnings.ts'

const EVENTS = 'text/event-stream'
const utf8 = new TextEncoder()

const wholeRoute = defineRoute({
  method: 'post',
  path: '/servers/probe',
  permission: 'servers.create',
  needsMasterKeys: false,
  operationId: 'probeUrl',
  summary: 'Find out how a runtime wants to be called; nothing is saved',
  request: { body: jsonBody(probeDraft) },
  responses: { 200: jsonAnswer(probeAnswer, 'What was found, and how') },
})

export const probeUrl = endpoint(wholeRoute, async (c) => {
  const look = await prepareLook(c.env, c.req.valid('json'))
  return c.json(await look(() => {}), 200)
})

const stepsRoute = defineRoute({
  method: 'post',
  path: '/servers/probe/steps',
  permission: 'servers.create',
  needsMasterKeys: false,
  operationId: 'probeUrlSteps',
  summary: 'The same, step by step',
  request: { body: jsonBody(probeDraft) },
  responses: {
    200: {
      description: 'An event with each ProbeStep as soon as it is done, then one with the ProbeAnswer',
      content: { [EVENTS]: { schema: z.string() } },
    },
  },
})

export const probeUrlSteps = endpoint(stepsRoute, async (c) => {
  const look = await prepareLook(c.env, c.req.valid('json'))
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const write = (value: unknown) => writer.write(utf8.encode(`data: ${JSON.stringify(value)}\n\n`))
  c.executionCtx.waitUntil(
    look((step) => void write(step).catch(() => undefined))
      .then(write)
      .then(() => writer.close())
      .catch((error: unknown) => writer.abort(error)),
  )
  return new Response(readable, { headers: { 'content-type': EVENTS, 'cache-control': 'no-store' } })
})

/** Everything that can be refused is refused before the first step. Throws AdminProblem `validation`. */
async function prepareLook(env: Env, { runtimeUrl, workerSecret, workerSecretHeader }: ProbeDraft) {
  await checkConfiguredTarget(env, 'runtimeUrl', runtimeUrl)
  const options = await probeOptions(env)
  const headers: [string, string][] = workerSecret === null ? [] : [[workerSecretHeader, workerSecret]]
  return async (onStep: (step: ProbeStep) => void): Promise<ProbeAnswer> => {
    const steps: ProbeStep[] = []
    const verdict = await probeAuth(runtimeUrl, headers, options, (step) => {
      steps.push(step)
      onStep(step)
    })
    return presentProbe(verdict, steps)
  }
}

const MODES: Readonly<Record<AuthVerdict['outcome'], ProbeAnswer['authModes']>> = {
  none: ['none', 'api_key'],
  oauth: ['oauth', 'passthrough', 'api_key'],
  api_key: ['api_key'],
  no_mcp: [],
  unreachable: [],
}

function presentProbe({ outcome, runtime, oauth }: AuthVerdict, steps: ProbeStep[]): ProbeAnswer {
  const authModes = MODES[outcome]
  return {
    outcome,
    authModes,
    runtime: runtime && {
      era: runtime.era,
      protocolVersions: [...runtime.protocolVersions],
      serverName: runtime.serverName,
    },
    oauth: oauth && {
      ...oauth,
      authorizationServers: [...oauth.authorizationServers],
      scopes: [...oauth.scopes],
    },
    warnings: authModes.includes('passthrough') ? [PASSTHROUGH_WARNING] : [],
    steps,
  }
}
