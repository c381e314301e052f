// The dashboard's build, made anew when its sources are younger.
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { runToEnd } from './child.ts'

/** Throws with the bundler's own words. */
export async function ensureDashboard(root: string): Promise<void> {
  const built = path.join(root, 'dashboard/dist/index.html')
  const sources = ['dashboard', 'schema/api', 'package-lock.json'].map((place) =>
    newestIn(path.join(root, place)),
  )
  if (existsSync(built) && statSync(built).mtimeMs >= Math.max(...sources)) return
  const { code, output } = await runToEnd(path.join(root, 'node_modules/.bin/vite'), ['build', 'dashboard'], {
    cwd: root,
  })
  if (code !== 0) throw new Error(`The dashboard could not be built:\n${output}`)
}

/** When the youngest file below was last changed, ms since 1970. */
function newestIn(place: string): number {
  const stats = statSync(place)
  if (!stats.isDirectory()) return stats.mtimeMs
  const entries = readdirSync(place).filter((name) => name !== 'dist' && name !== 'node_modules')
  return Math.max(0, ...entries.map((name) => newestIn(path.join(place, name))))
}
