// The whole demo as real processes on this machine: authorization server, API, runtimes and Limen. Used by `npm start`
// and by the end-to-end tests. A second start with the same state folder finds everything again.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { AdminApi } from '../../cli/admin-api.ts'
import { Children } from './children.ts'
import { ensureDashboard } from './dashboard.ts'
import { applyMigrations, limenProcess } from './limen.ts'
import { choosePorts } from './ports.ts'
import { preparePython } from './python.ts'
import { loadOrCreateSecrets, type DevelopmentSecrets } from './secrets.ts'
import { signInCallback, signInVariables } from './sign-in-settings.ts'

/** RFC 8707 identifier of the demo's API: a name, not an address, so that it survives a change of ports. */
export const API_RESOURCE = 'https://todo.example/api'
export const CLIENT_ID = 'limen'

export const users = [
  { login: 'ada', password: 'ada-password', email: 'ada@engines.example' },
  { login: 'grace', password: 'grace-password', email: 'grace@compilers.example' },
] as const
export type DemoUser = (typeof users)[number]

export type RuntimeName = 'fastmcp' | 'sdk' | 'legacy'

export interface Runtime {
  name: RuntimeName
  /** What it is written with, for people. */
  label: string
  url: string
  workerSecret: string
}

export interface StackOptions {
  stateDirectory: string
  /** Progress for people. */
  say?: (line: string) => void
  /** Take the usual ports where they are free; tests take free ones. */
  usualPorts?: boolean
  /** Which runtimes to start; all by default. */
  runtimes?: readonly RuntimeName[]
  /** The server that knows an API key and no users; off by default. */
  handbook?: boolean
  /** Lifetime of downstream access tokens. */
  accessTokenTtlSeconds?: number
  accessTokenFormat?: 'jwt' | 'opaque'
  /** For a caller that wants to end the children also while they start. */
  children?: Children
  /** Variables of the Worker beyond the demo's own. */
  variables?: Record<string, string>
}

export interface Stack {
  stateDirectory: string
  origin: string
  admin: AdminApi
  adminSecret: string
  secrets: DevelopmentSecrets
  issuer: string
  apiUrl: string
  runtimes: Runtime[]
  /** Where the handbook is asked for. */
  handbookUrl: string | undefined
  /** Restarts the authorization server with one more redirect URI, as its admin would register it. */
  registerCallback(callbackUrl: string): Promise<void>
  /** `limen`, `authorization-server`, `todo-api`, `sdk-todo` …: to stop, kill and watch them. */
  children: Children
  /** Starts again what was stopped or killed, with the same state. */
  startLimen(variables?: Record<string, string>): Promise<void>
  startAuth(): Promise<void>
  stop(): Promise<void>
}

const root = path.resolve(import.meta.dirname, '../..')
/** One for all state folders: it holds no state, and filling it takes half a minute. */
const venv = path.join(root, '.local/venv')

export async function startStack(options: StackOptions): Promise<Stack> {
  const { stateDirectory, say = () => {}, variables = {}, children = new Children() } = options
  mkdirSync(stateDirectory, { recursive: true })
  const inState = (name: string) => path.join(stateDirectory, name)
  const ports = await choosePorts(inState('ports.json'), options.usualPorts ?? false)
  const secrets = loadOrCreateSecrets(inState('secrets.json'))
  const issuer = `http://127.0.0.1:${ports.auth}`
  const apiUrl = `http://127.0.0.1:${ports.api}`
  const origin = `http://127.0.0.1:${ports.limen}`

  const startExample = (name: string, folder: string, port: number, env: Record<string, string>) =>
    children.start({
      name,
      command: process.execPath,
      args: ['start.ts'],
      cwd: path.join(root, 'examples', folder),
      env: { HOST: '127.0.0.1', PORT: String(port), LEDGER: '1', ...env },
      logDirectory: inState('logs'),
      readyLine: /listening http/,
    })

  const startAuth = () =>
    startExample('authorization-server', 'authorization-server', ports.auth, {
      ISSUER: issuer,
      STATE_FILE: inState('authorization-server.sqlite'),
      API_RESOURCE,
      CLIENT_ID,
      CLIENT_SECRET: secrets.clientSecret,
      REDIRECT_URIS: [signInCallback(origin), ...loadCallbacks(inState('callbacks.json'))].join(' '),
      API_CLIENT_ID: 'todo-api',
      API_CLIENT_SECRET: secrets.apiClientSecret,
      ACCESS_TOKEN_FORMAT: options.accessTokenFormat ?? 'jwt',
      ...(options.accessTokenTtlSeconds ? { ACCESS_TOKEN_TTL: String(options.accessTokenTtlSeconds) } : {}),
    })
  const startLimen = (more: Record<string, string> = {}) =>
    children.start(
      limenProcess({
        root,
        stateDirectory,
        port: ports.limen,
        secrets,
        variables: { ...signInVariables(issuer, CLIENT_ID, secrets.clientSecret), ...variables, ...more },
      }),
    )

  try {
    const runtimes: Runtime[] = []
    await allOrFirstError([
      startAuth(),
      startExample('todo-api', 'todo-api', ports.api, {
        ISSUER: issuer,
        API_RESOURCE,
        API_CLIENT_ID: 'todo-api',
        API_CLIENT_SECRET: secrets.apiClientSecret,
        STATE_FILE: inState('todo-api.sqlite'),
      }),
      Promise.all([applyMigrations(root, stateDirectory), ensureDashboard(root)]).then(() => startLimen()),
      ...(options.runtimes ?? ['fastmcp', 'sdk', 'legacy']).map(async (name, position) => {
        runtimes[position] = await startRuntime(name)
      }),
      options.handbook
        ? startExample('handbook', 'handbook', ports.handbook, { API_KEY: secrets.handbookKey })
        : Promise.resolve(),
    ])
    return {
      stateDirectory,
      origin,
      admin: new AdminApi(`${origin}/api/v1`, secrets.adminSecret),
      adminSecret: secrets.adminSecret,
      secrets,
      issuer,
      apiUrl,
      runtimes,
      handbookUrl: options.handbook ? `http://127.0.0.1:${ports.handbook}/mcp` : undefined,
      children,
      async registerCallback(callbackUrl) {
        const known = loadCallbacks(inState('callbacks.json'))
        if (known.includes(callbackUrl)) return
        writeFileSync(inState('callbacks.json'), JSON.stringify([...known, callbackUrl]))
        await children.stop('authorization-server')
        await startAuth()
      },
      startAuth,
      startLimen,
      stop: () => children.stopAll(),
    }
  } catch (error) {
    await children.stopAll()
    throw error
  }

  /** Starts one runtime; where Python is missing, a second TypeScript runtime takes the place of FastMCP. */
  async function startRuntime(name: RuntimeName): Promise<Runtime> {
    const workerSecret = secrets.workerSecrets[name]
    const port = ports[name]
    const env = { WORKER_SECRET: workerSecret, API_URL: apiUrl }
    const runtime = { name, url: `http://127.0.0.1:${port}/mcp`, workerSecret }
    if (name === 'sdk') {
      await startExample('sdk-todo', 'sdk-todo', port, env)
      return { ...runtime, label: 'TypeScript SDK 2.x' }
    }
    if (name === 'legacy') {
      await startExample('legacy-todo', 'legacy-todo', port, env)
      return { ...runtime, label: 'TypeScript SDK 1.x' }
    }
    const folder = path.join(root, 'examples/fastmcp-todo')
    const python = await preparePython(venv, path.join(folder, 'requirements.txt'), say)
    if (!python.ok) {
      say(`FastMCP example skipped: ${python.reason}. The TypeScript runtime takes its place.`)
      await startExample('sdk-todo-2', 'sdk-todo', port, env)
      return { ...runtime, label: 'TypeScript SDK 2.x, in place of FastMCP' }
    }
    await children.start({
      name: 'fastmcp-todo',
      command: python.python,
      args: ['server.py'],
      cwd: folder,
      env: { HOST: '127.0.0.1', PORT: String(port), PYTHONUNBUFFERED: '1', ...env },
      logDirectory: inState('logs'),
      readyLine: /listening http/,
    })
    return { ...runtime, label: 'FastMCP (Python)' }
  }
}

function loadCallbacks(file: string): string[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : []
}

/** Waits for all, so that nothing is still starting when the first error is thrown. */
async function allOrFirstError(promises: Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(promises)
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}
