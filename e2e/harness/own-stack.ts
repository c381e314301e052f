// A stack for one test file: for tests that kill, stop or misconfigure parts. One TypeScript runtime, one server.
import { configure, type ConfiguredServer } from '../../examples/demo/configure.ts'
import { startStack, type Stack, type StackOptions } from '../../examples/demo/stack.ts'
import { discardState, newState } from './state-folder.ts'

export interface OwnStack extends Stack {
  gatewayId: string
  callbackUrl: string
  server: ConfiguredServer
  /** Ends the processes and removes the state. */
  dispose(): Promise<void>
}

export async function startOwnStack(options: Omit<StackOptions, 'stateDirectory'> = {}): Promise<OwnStack> {
  const stateDirectory = newState()
  const stack = await startStack({ stateDirectory, runtimes: ['sdk'], ...options })
  const [runtime] = stack.runtimes
  if (!runtime) throw new Error('no runtime')
  const { gatewayId, callbackUrl, servers } = await configure(stack, [
    {
      slug: 'desk',
      name: 'Desk',
      runtimeUrl: runtime.url,
      workerSecret: runtime.workerSecret,
      scopes: ['tickets.read', 'tickets.write'],
    },
  ])
  const [server] = servers
  if (!server) throw new Error('no server')
  return {
    ...stack,
    gatewayId,
    callbackUrl,
    server,
    async dispose() {
      await stack.stop()
      discardState(stateDirectory)
    },
  }
}
