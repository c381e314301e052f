// A state folder for one stack, thrown away afterwards. KEEP_STATE=1 keeps it, with its logs, to look into.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export function newState(): string {
  return mkdtempSync(path.join(tmpdir(), 'limen-e2e-'))
}

export function discardState(folder: string): void {
  if (process.env['KEEP_STATE']) console.log(`State kept in ${folder}`)
  else rmSync(folder, { recursive: true, force: true })
}
