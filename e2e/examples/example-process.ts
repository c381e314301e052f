// One example as its own process, the way its README starts it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

export interface Example {
  /** From its line `listening <url>`. */
  url: string
  /** All that it printed on stdout. */
  lines: string[]
  /** SIGTERM; answers how the process ended. */
  stop(): Promise<{ code: number | null; signal: string | null }>
}

const examples = path.resolve(import.meta.dirname, '../../examples')

export async function startExample(
  folder: string,
  env: Record<string, string>,
  command: string[] = [process.execPath, 'start.ts'],
): Promise<Example> {
  const [program = '', ...args] = command
  const child = spawn(program, args, {
    cwd: path.join(examples, folder),
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const lines: string[] = []
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const stdout = createInterface(child.stdout)
  stdout.on('line', (line) => lines.push(line))
  await Promise.race([once(stdout, 'line'), ended])
  const url = /^listening (\S+)$/.exec(lines[0] ?? '')?.[1]
  if (!url) throw new Error(`${folder} did not start: ${lines.join('\n')}\n${errors}`)
  return {
    url,
    lines,
    async stop() {
      child.kill('SIGTERM')
      const [code, signal] = (await ended) as [number | null, string | null]
      return { code, signal }
    },
  }
}
