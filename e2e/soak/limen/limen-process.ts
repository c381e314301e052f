// Limen's own process: started, killed as by a power cut, started again on the same state.
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pause } from '../platform/serve.ts'

/** The package's main export is the path of the binary for this platform. */
const binary = (createRequire(import.meta.url)('workerd') as { default: string }).default
const START_MS_MAX = 30_000

/** One SIGKILL. Times are ms since 1970, and Infinity while they lie ahead. */
export interface Kill {
  at: number
  /** What arrives before was sent by the process that was killed, however late it is read. */
  restartedAt: number
  /** When Limen served again. */
  until: number
}

export class LimenProcess {
  readonly kills: Kill[] = []
  readonly #configFile: string
  readonly #port: number
  readonly #onUnexpectedEnd: (how: string) => void
  #child: ChildProcess | undefined
  #ended: Promise<void> = Promise.resolve()

  constructor(configFile: string, port: number, onUnexpectedEnd: (how: string) => void) {
    this.#configFile = configFile
    this.#port = port
    this.#onUnexpectedEnd = onUnexpectedEnd
  }

  get isUp(): boolean {
    return this.#child !== undefined
  }

  /** Resolves when it serves. Throws with the place of its log. */
  async start(): Promise<void> {
    const logFile = `${this.#configFile}.log`
    const log = openSync(logFile, 'a')
    const child = spawn(binary, ['serve', this.#configFile, '--experimental'], {
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    const endWithUs = () => void child.kill('SIGKILL')
    process.once('exit', endWithUs)
    this.#ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        process.off('exit', endWithUs)
        if (this.#child === child) {
          this.#child = undefined
          this.#onUnexpectedEnd(signal ?? `exit code ${code}`)
        }
        resolve()
      })
      child.once('error', () => resolve())
    })
    const deadline = Date.now() + START_MS_MAX
    while (!(await isServing(this.#port))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        child.kill('SIGKILL')
        throw new Error(`workerd does not serve; see ${logFile}`)
      }
      await pause(20)
    }
    this.#child = child
  }

  /** SIGKILL now; serves again after `downMs`. */
  async killAndRestart(downMs: number): Promise<void> {
    const child = this.#child
    if (!child) return
    this.#child = undefined
    const kill: Kill = {
      at: Date.now(),
      restartedAt: Number.POSITIVE_INFINITY,
      until: Number.POSITIVE_INFINITY,
    }
    this.kills.push(kill)
    child.kill('SIGKILL')
    await this.#ended
    await pause(downMs)
    kill.restartedAt = Date.now()
    await this.start()
    kill.until = Date.now()
  }

  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    child?.kill('SIGTERM')
    await this.#ended
  }
}

async function isServing(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`)
    await response.body?.cancel()
    return true
  } catch {
    return false
  }
}
