// One child process of the demo: its output goes to a log file, its readiness is a line or a URL, its end is watched.
import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export interface ChildOptions {
  /** Stands in messages and names the log file. */
  name: string
  command: string
  args: string[]
  cwd: string
  /** Added to the environment of this process. */
  env: Record<string, string>
  logDirectory: string
  /** What the child prints when it serves. */
  readyLine?: RegExp
  /** A URL that answers when the child serves; anything below 500 counts. */
  readyUrl?: string
  timeoutMs?: number
}

export interface Child {
  name: string
  pid: number
  logFile: string
  /** Fulfils when the process has ended, however that came about. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** SIGTERM, and SIGKILL after 5 s, to the child's whole process group. */
  stop(): Promise<void>
  /** SIGKILL to the whole process group, as a power cut would. */
  kill(): Promise<void>
}

/** Starts a child and waits until it serves. Throws an Error that names the cause and shows the tail of the log. */
export async function startChild(options: ChildOptions): Promise<Child> {
  mkdirSync(options.logDirectory, { recursive: true })
  const logFile = path.join(options.logDirectory, `${options.name}.log`)
  const log = createWriteStream(logFile)
  // A group of its own, so that grandchildren (workerd under wrangler) end with it and Ctrl-C reaches only us.
  const process_ = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  process_.stdout.pipe(log)
  process_.stderr.pipe(log)
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    process_.once('exit', (code, signal) => resolve({ code, signal }))
    process_.once('error', () => resolve({ code: -1, signal: null }))
  })
  const child: Child = {
    name: options.name,
    pid: process_.pid ?? -1,
    logFile,
    ended,
    stop: () => end(process_, ended, 'SIGTERM'),
    kill: () => end(process_, ended, 'SIGKILL'),
  }
  try {
    await Promise.race([
      waitUntilReady(process_, options),
      ended.then(({ code, signal }) => {
        throw new Error(`${options.name} ended at once (${signal ?? `exit code ${code}`})`)
      }),
    ])
  } catch (cause) {
    await child.stop()
    throw new Error(`${(cause as Error).message}\n${tailOf(logFile)}`, { cause })
  }
  return child
}

/** The last lines of a log, for a message. */
export function tailOf(logFile: string, lines = 15): string {
  const text = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n  ')
  return `  … ${logFile}:\n  ${text}`
}

async function waitUntilReady(child: ChildProcess, options: ChildOptions): Promise<void> {
  const timeoutMs = options.timeoutMs ?? 30_000
  const signal = AbortSignal.timeout(timeoutMs)
  const { readyLine, readyUrl } = options
  if (readyLine) await waitForLine(child, readyLine, signal, options.name)
  if (!readyUrl) return
  while (!(await isServing(readyUrl, signal))) {
    if (signal.aborted) throw new Error(`${options.name} did not answer at ${readyUrl} within ${timeoutMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function waitForLine(child: ChildProcess, line: RegExp, signal: AbortSignal, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    const look = (chunk: Buffer) => {
      text += chunk.toString()
      if (line.test(text)) done(resolve)
    }
    const expire = () => done(() => reject(new Error(`${name} never printed ${line}`)))
    const done = (settle: () => void) => {
      child.stdout?.off('data', look)
      child.stderr?.off('data', look)
      signal.removeEventListener('abort', expire)
      settle()
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    signal.addEventListener('abort', expire)
  })
}

async function isServing(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal })
    await response.body?.cancel()
    return response.status < 500
  } catch {
    return false
  }
}

async function end(child: ChildProcess, ended: Promise<unknown>, signal: NodeJS.Signals): Promise<void> {
  const { pid } = child
  if (pid === undefined) return
  signalGroup(pid, signal)
  const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), 5_000)
  await ended
  clearTimeout(timer)
  // What the leader left behind in its group.
  signalGroup(pid, 'SIGKILL')
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
