// One raw `workerd serve`, ended with us.
import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { createRequire } from 'node:module'

export interface Workerd {
  pid: number
  stop(): Promise<void>
}

/** The package's main export is the path of the binary for this platform. */
const binary = (createRequire(import.meta.url)('workerd') as { default: string }).default
const START_MS_MAX = 20_000

/** Starts it and waits until its port answers. Throws with the place of its log. */
export async function startWorkerd(configFile: string, port: number): Promise<Workerd> {
  const logFile = `${configFile}.log`
  const log = openSync(logFile, 'w')
  const child = spawn(binary, ['serve', configFile, '--experimental'], { stdio: ['ignore', log, log] })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`workerd cannot be started: ${binary}`)
  const isUp = await Promise.race([waitUntilServing(port), ended.then(() => false)])
  if (!isUp) {
    child.kill('SIGKILL')
    throw new Error(`workerd does not serve; see ${logFile}`)
  }
  return {
    pid,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function waitUntilServing(port: number): Promise<boolean> {
  const until = Date.now() + START_MS_MAX
  while (Date.now() < until) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/`)
      await response.body?.cancel()
      return true
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  return false
}
