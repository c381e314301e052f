// Python for the FastMCP example: a virtual environment under the state folder, filled once from requirements.txt.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export type PythonAnswer = { ok: true; python: string } | { ok: false; reason: string }

/** A Python that can import what the requirements name, or the reason why there is none. Never throws. */
export function preparePython(venv: string, requirements: string, say: (line: string) => void): PythonAnswer {
  const python = path.join(venv, 'bin', 'python')
  const stamp = path.join(venv, 'requirements.sha256')
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { ok: true, python }

  const version = spawnSync('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'])
  if (version.status !== 0) return { ok: false, reason: 'python3 was not found' }
  const [major = 0, minor = 0] = version.stdout.toString().trim().split('.').map(Number)
  if (major !== 3 || minor < 10) return { ok: false, reason: `python3 is ${major}.${minor}, and 3.10 is needed` }

  say('Preparing Python for the FastMCP example (once) …')
  mkdirSync(path.dirname(venv), { recursive: true })
  if (spawnSync('python3', ['-m', 'venv', '--clear', venv]).status !== 0) {
    return { ok: false, reason: 'python3 -m venv failed (Debian: apt-get install python3-venv)' }
  }
  const pip = spawnSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements])
  if (pip.status !== 0) {
    const last = pip.stderr.toString().trim().split('\n').at(-1) ?? ''
    return { ok: false, reason: `pip could not install fastmcp: ${last}` }
  }
  writeFileSync(stamp, wanted)
  return { ok: true, python }
}
