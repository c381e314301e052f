// One stack for all end-to-end tests, in a folder of its own that is thrown away afterwards.
import type { TestProject } from 'vitest/node'
import { stopAllChildren } from '../examples/demo/children.ts'
import { configure, demoServers } from '../examples/demo/configure.ts'
import { startStack } from '../examples/demo/stack.ts'
import { discardState, newState } from './harness/state-folder.ts'
import type { SharedFacts } from './harness/shared-stack.ts'

declare module 'vitest' {
  interface ProvidedContext {
    shared: SharedFacts
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  try {
    return await start(project)
  } catch (error) {
    await stopAllChildren()
    throw error
  }
}

async function start(project: TestProject): Promise<() => Promise<void>> {
  const stateDirectory = newState()
  const stack = await startStack({
    stateDirectory,
    // Opaque tokens stand in the authorization server's own table, so that the canary knows every one of them.
    accessTokenFormat: 'opaque',
    say: (line) => console.log(line),
  })
  stack.children.onUnexpectedEnd((child, how) => console.error(`${child.name} ended: ${how}`))
  const legacy = stack.runtimes.find(({ name }) => name === 'legacy')
  if (!legacy) throw new Error('the legacy runtime is missing')
  const { gatewayId, servers } = await configure(stack, [
    ...demoServers(stack),
    {
      slug: 'legacy-desk',
      name: 'Legacy desk',
      runtimeUrl: legacy.url,
      workerSecret: legacy.workerSecret,
      scopes: ['tickets.read', 'tickets.write'],
    },
  ])
  const { origin, issuer, apiUrl, secrets } = stack
  project.provide('shared', {
    stateDirectory,
    origin,
    issuer,
    apiUrl,
    secrets,
    gatewayId,
    servers: servers.map((server) => ({
      ...server,
      runtime: stack.runtimes.find(({ url }) => url === server.runtimeUrl)?.label ?? '',
    })),
  })
  return async () => {
    await stack.stop()
    discardState(stateDirectory)
  }
}
