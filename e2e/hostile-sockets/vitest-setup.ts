// Starts the hostile sockets for the tests beside the code; they read the ports with `inject('hostileSockets')`.
import type { TestProject } from 'vitest/node'
import { startHostileSockets } from './server.ts'

export default async function setup(project: TestProject): Promise<() => void> {
  const { sockets, close } = await startHostileSockets()
  project.provide('hostileSockets', sockets)
  return close
}
