// `npm run dev`: Limen alone under `wrangler dev`, with the state and secrets of `npm start` in `.local/`, migrations
// applied, its log on the terminal. It reloads when the code changes.
import path from 'node:path'
import { spawn } from 'node:child_process'
import { ensureDashboard } from './dashboard.ts'
import { applyMigrations, limenProcess } from './limen.ts'
import { choosePorts } from './ports.ts'
import { loadOrCreateSecrets } from './secrets.ts'
import { signInVariables } from './sign-in-settings.ts'
import { CLIENT_ID } from './stack.ts'
import { mkdirSync } from 'node:fs'

const root = path.resolve(import.meta.dirname, '../..')
const stateDirectory = path.join(root, '.local')

try {
  mkdirSync(stateDirectory, { recursive: true })
  const { limen: port, auth } = await choosePorts(path.join(stateDirectory, 'ports.json'), true)
  const secrets = loadOrCreateSecrets(path.join(stateDirectory, 'secrets.json'))
  await Promise.all([applyMigrations(root, stateDirectory), ensureDashboard(root)])
  console.log(
    `Admin API  http://127.0.0.1:${port}/api/v1  (Bearer secret: ${secrets.adminKey ? 'adminKey' : 'adminSecret'} in .local/secrets.json)\n`,
  )
  const { command, args, cwd, env } = limenProcess({
    root,
    stateDirectory,
    port,
    secrets,
    variables: signInVariables(`http://127.0.0.1:${auth}`, CLIENT_ID, secrets.clientSecret),
  })
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(error.message)
    process.exit(1)
  })
  child.on('exit', (code) => process.exit(code ?? 1))
} catch (error) {
  console.error((error as Error).message)
  process.exit(1)
}
