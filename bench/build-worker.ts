// Builds the Worker as it would be deployed, and says how large it is.
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { runToEnd } from '../examples/demo/child.ts'
import type { Compatibility } from './workerd-config.ts'

export interface BuiltWorker {
  bundle: string
  gzipBytes: number
  compatibility: Compatibility
}

/** Throws with wrangler's own words. */
export async function buildWorker(root: string, outdir: string): Promise<BuiltWorker> {
  rmSync(outdir, { recursive: true, force: true })
  // wrangler.toml names it; what is measured serves no dashboard.
  mkdirSync(path.join(root, 'dashboard/dist'), { recursive: true })
  const { code, output } = await runToEnd(
    path.join(root, 'node_modules/.bin/wrangler'),
    ['deploy', '--dry-run', '--outdir', outdir],
    {
      cwd: root,
      env: { CI: '1', WRANGLER_SEND_METRICS: 'false', WRANGLER_LOG_PATH: path.join(outdir, 'log') },
    },
  )
  if (code !== 0) throw new Error(`The Worker does not build:\n${output}`)
  const modules = readdirSync(outdir).filter((file) => /\.(js|mjs|wasm|txt|bin)$/.test(file))
  const [bundle] = modules
  if (!bundle || modules.length > 1) throw new Error(`one module was expected, not ${modules.join(', ')}`)
  return {
    bundle: path.join(outdir, bundle),
    gzipBytes: gzipSync(readFileSync(path.join(outdir, bundle)), { level: 9 }).length,
    compatibility: compatibilityOf(readFileSync(path.join(root, 'wrangler.toml'), 'utf8')),
  }
}

/** The two lines of wrangler.toml that decide what the platform does. */
function compatibilityOf(toml: string): Compatibility {
  const date = /^compatibility_date\s*=\s*"([^"]+)"/m.exec(toml)?.[1]
  const flags = /^compatibility_flags\s*=\s*\[([^\]]*)\]/m.exec(toml)?.[1] ?? ''
  if (!date) throw new Error('wrangler.toml has no compatibility_date')
  return { date, flags: [...flags.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '') }
}
