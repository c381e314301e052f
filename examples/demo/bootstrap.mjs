// First step of `npm start` and `npm test`: plain JavaScript for Node 20 without a dependency. Installs what is missing,
// then runs the real script in a child whose PATH has node_modules/.bin first, where Node 24 lives (architecture.md §4).
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const bin = path.join(root, 'node_modules', '.bin')
const environment = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` }

const [script, ...args] = process.argv.slice(2)
const reason = staleReason()
if (reason) {
  console.log(`Installing dependencies with npm ci (${reason}) …`)
  const npm = spawnSync('npm', ['ci', '--loglevel=error', '--no-progress'], { cwd: root, stdio: 'inherit' })
  if (npm.status !== 0) {
    console.error(npm.error ? `npm could not be started: ${npm.error.message}` : 'npm ci failed; see above.')
    process.exit(1)
  }
}
run(script, args)

/** Why the installed tree is not what the lockfile says, or null. Optional packages are other platforms'. */
function staleReason() {
  const installedPath = path.join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installedPath) || !existsSync(path.join(bin, 'node'))) return 'nothing is installed yet'
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages
  for (const [place, { version, optional, link }] of Object.entries(wanted)) {
    if (!place.startsWith('node_modules/') || optional || link) continue
    if (installed[place]?.version !== version) return `${place.slice(13)} ${version} is missing`
  }
  return null
}

/** Runs one script under Node 24, passing signals on and its exit code back. */
function run(file, args) {
  const child = spawn(path.join(bin, 'node'), [path.join(root, file), ...args], {
    cwd: root,
    env: environment,
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`Node 24 could not be started: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 1)))
}
