// Python for the FastMCP example: a virtual environment under the state folder, filled once from requirements.txt.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runToEnd } from './child.ts'

export type PythonAnswer = { ok: true; python: string } | { ok: false; reason: string }

/** A Python that can import what the requirements name, or the reason why there is none. */
export async function preparePython(
  venv: string,
  requirements: string,
  say: (line: string) => void,
): Promise<PythonAnswer> {
  const python = path.join(venv, 'bin', 'python')
  const stamp = path.join(venv, 'requirements.sha256')
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { ok: true, python }

  const version = await runToEnd('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'])
  if (version.code !== 0) return { ok: false, reason: 'python3 was not found' }
  const [major = 0, minor = 0] = version.output.trim().split('.').map(Number)
  if (major !== 3 || minor < 10)
    return { ok: false, reason: `python3 is ${major}.${minor}, and 3.10 is needed` }

  say('Preparing Python for the FastMCP example (once) …')
  mkdirSync(path.dirname(venv), { recursive: true })
  const made = await runToEnd('python3', ['-m', 'venv', '--clear', venv])
  if (made.code !== 0) {
    return { ok: false, reason: 'python3 -m venv failed (on Debian: apt-get install python3-venv)' }
  }
  const pip = await runToEnd(python, [
    '-m',
    'pip',
    'install',
    '-q',
    '--disable-pip-version-check',
    '-r',
    requirements,
  ])
  if (pip.code !== 0) {
    return { ok: false, reason: `pip could not install fastmcp (${pip.output.trim().split('\n').at(-1)})` }
  }
  writeFileSync(stamp, wanted)
  return { ok: true, python }
}
