// API keys of deployments, in a file of the user's own (mode 0600).
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { UsageError } from './usage-error.ts'

const credentials = z.object({
  /** The deployment of the last login. */
  current: z.string().nullable(),
  /** Origin → API key. */
  apiKeys: z.record(z.string(), z.string()),
})

export type Credentials = z.infer<typeof credentials>

/** XDG Base Directory Specification. */
export function credentialsFile(environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment['XDG_CONFIG_HOME'] || path.join(homedir(), '.config')
  return path.join(base, 'limen', 'credentials.json')
}

/** Throws UsageError where the file is there but cannot be understood. */
export function readCredentials(file = credentialsFile()): Credentials {
  if (!existsSync(file)) return { current: null, apiKeys: {} }
  const parsed = credentials.safeParse(parse(readFileSync(file, 'utf8')))
  if (!parsed.success) throw new UsageError(`${file} cannot be understood. Delete it and log in again.`)
  return parsed.data
}

export function writeCredentials(kept: Credentials, file = credentialsFile()): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 })
  // The mode above holds for a new file only.
  chmodSync(file, 0o600)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
