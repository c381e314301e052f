// One child process of the demo: its output goes to a log file, its readiness is a line or a URL, its end is watched.
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
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

export interface EndOfChild {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface Child {
  name: string
  logFile: string
  ready: Promise<void>
  /** Fulfils when the process has ended, however that came about. */
  ended: Promise<EndOfChild>
  /** SIGTERM, and SIGKILL after 5 s, to the child's whole process group. */
  stop(): Promise<void>
  /** SIGKILL to the whole process group, as a power cut would. */
  kill(): Promise<void>
}

/** Starts a child. `ready` fulfils when it serves, and rejects with the cause and the tail of the log. */
export function startChild(options: ChildOptions): Child {
  mkdirSync(options.logDirectory, { recursive: true })
  const logFile = path.join(options.logDirectory, `${options.name}.log`)
  const log = openSync(logFile, 'w')
  // A group of its own, so that grandchildren (workerd under wrangler) end with it and Ctrl-C reaches only us.
  const started = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  // Written at once: who waits for a line finds it in the file as well.
  for (const output of [started.stdout, started.stderr]) {
    output.on('data', (chunk: Buffer) => writeSync(log, chunk))
  }
  started.once('close', () => closeSync(log))
  const ended = new Promise<EndOfChild>((resolve) => {
    started.once('exit', (code, signal) => resolve({ code, signal }))
    started.once('error', () => resolve({ code: -1, signal: null }))
  })
  return {
    name: options.name,
    logFile,
    ended,
    ready: becomeReady(started, ended, logFile, options),
    stop: () => end(started, ended, 'SIGTERM'),
    kill: () => end(started, ended, 'SIGKILL'),
  }
}

async function becomeReady(
  started: ChildProcess,
  ended: Promise<EndOfChild>,
  logFile: string,
  options: ChildOptions,
): Promise<void> {
  try {
    await Promise.race([waitUntilServing(started, options), failWhenEnded(ended, options.name)])
  } catch (cause) {
    await end(started, ended, 'SIGTERM')
    throw new Error(`${(cause as Error).message}\n${tailOf(logFile)}`, { cause })
  }
}

async function failWhenEnded(ended: Promise<EndOfChild>, name: string): Promise<never> {
  const { code, signal } = await ended
  throw new Error(`${name} ended at once (${signal ?? `exit code ${code}`})`)
}

/** Runs a command to its end. Never throws: a command that cannot be started answers -1. */
export function runToEnd(
  command: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const collect = (chunk: Buffer) => (output += chunk.toString())
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', (error) => resolve({ code: -1, output: error.message }))
    child.once('close', (code) => resolve({ code: code ?? -1, output }))
  })
}

/** The last lines of a log, for a message. */
export function tailOf(logFile: string, lines = 15): string {
  const text = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n  ')
  return `  … ${logFile}:\n  ${text}`
}

async function waitUntilServing(child: ChildProcess, options: ChildOptions): Promise<void> {
  const timeoutMs = options.timeoutMs ?? 30_000
  const signal = AbortSignal.timeout(timeoutMs)
  const { readyLine, readyUrl } = options
  if (readyLine) await waitForLine(child, readyLine, signal, options.name)
  if (!readyUrl) return
  while (!(await isServing(readyUrl, signal))) {
    if (signal.aborted)
      throw new Error(`${options.name} did not answer at ${readyUrl} within ${timeoutMs} ms`)
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
