// Limen itself under `wrangler dev`: local D1, KV, objects and queue below the state folder, migrations applied.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runToEnd, type ChildOptions } from './child.ts'
import type { DevelopmentSecrets } from './secrets.ts'

export interface LimenOptions {
  root: string
  stateDirectory: string
  port: number
  secrets: DevelopmentSecrets
  /** Variables beyond the demo's own; an empty text takes a variable away. */
  variables?: Record<string, string>
}

/** Applies the migrations that are missing in the local database. Throws with wrangler's own words. */
export async function applyMigrations(root: string, stateDirectory: string): Promise<void> {
  const { code, output } = await runToEnd(
    path.join(root, 'node_modules/.bin/wrangler'),
    ['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', persistDirectory(stateDirectory)],
    { cwd: root, env: quietWrangler(stateDirectory) },
  )
  if (code !== 0)
    throw new Error(`The migrations could not be applied:
${output}`)
}

/** The child process that is Limen; writes its variables into the state folder. */
export function limenProcess(options: LimenOptions): ChildOptions {
  const { root, stateDirectory, port, secrets } = options
  const variables: Record<string, string> = {
    PUBLIC_ORIGIN: `http://127.0.0.1:${port}`,
    ADMIN_API_ON_PUBLIC_ORIGIN: 'true',
    ALLOW_PRIVATE_TARGETS: 'true',
    ADMIN_SECRET: secrets.adminSecret,
    MASTER_KEYS: secrets.masterKeys,
    ...options.variables,
  }
  mkdirSync(stateDirectory, { recursive: true })
  // A file and not --var: command lines are readable by every user of a machine.
  const envFile = path.join(stateDirectory, 'limen.env')
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(envFile, lines.join(''), { mode: 0o600 })
  return {
    name: 'limen',
    command: path.join(root, 'node_modules/.bin/wrangler'),
    args: [
      'dev',
      '--local',
      '--ip=127.0.0.1',
      `--port=${port}`,
      '--inspector-port=0',
      `--persist-to=${persistDirectory(stateDirectory)}`,
      `--env-file=${envFile}`,
      '--show-interactive-dev-session=false',
      '--infer-origin-from-routes=false',
      '--log-level=log',
    ],
    cwd: root,
    env: quietWrangler(stateDirectory),
    logDirectory: path.join(stateDirectory, 'logs'),
    readyLine: /Ready on /,
    readyUrl: `http://127.0.0.1:${port}/`,
    timeoutMs: 60_000,
  }
}

/** Where wrangler keeps D1, KV, objects and queues. */
export function persistDirectory(stateDirectory: string): string {
  return path.join(stateDirectory, 'wrangler')
}

/** Settings that keep wrangler local, silent and out of the home folder (architecture.md §4). */
export function quietWrangler(stateDirectory: string): Record<string, string> {
  return {
    CI: '1',
    WRANGLER_SEND_METRICS: 'false',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    WRANGLER_LOG_PATH: path.join(stateDirectory, 'logs', 'wrangler'),
    WRANGLER_REGISTRY_PATH: path.join(stateDirectory, 'registry'),
    FORCE_COLOR: '0',
  }
}
