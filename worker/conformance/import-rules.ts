// The arrows of architecture.md §2 as a pure check over source texts. Used by imports.test.ts only.

/** Path from the root of the repository → source text. */
export type SourceTree = Readonly<Record<string, string>>

export interface ImportStatement {
  /** As it is written. */
  specifier: string
  /** Path from the root for a relative one, else undefined. */
  file: string | undefined
  isTypeOnly: boolean
}

/** Imports point from a higher to a lower number, or stay beside. */
const RANKS: Readonly<Record<string, number>> = {
  'index.ts': 5,
  'app.ts': 4,
  edge: 3,
  oauth: 3,
  mcp: 3,
  admin: 3,
  gateway: 2,
  downstream: 2,
  logs: 2,
  policy: 2,
  guardrails: 2,
  runtime: 2,
  catalog: 2,
  meter: 2,
  identity: 2,
  library: 2,
  doctor: 2,
  protocol: 1,
  crypto: 1,
  net: 1,
  http: 1,
}

/** Shapes that every floor speaks of: what the bindings are, which URLs exist, what a configuration holds. */
const VOCABULARY = new Set([
  'worker/environment.ts',
  'worker/edge/public-urls.ts',
  'worker/edge/snapshot.ts',
  'worker/identity/sign-in-settings.ts',
])

const PURE_FOLDERS = ['policy', 'guardrails', 'protocol']
const NETWORK = /(?<![\w$.])(?:fetch|WebSocket|EventSource)(?![\w$])(?!\s*:)/
const METHOD_DEFINITION = /^\s*(?:(?:override|async)\s+)*fetch\s*\([^()]*\)[^;{]*\{\s*$/
const GLOBAL_WRITE =
  /(?<![\w$])(?:globalThis|self)(?:\.[\w$]+|\[[^\]]+\])\s*=(?!=)|Object\.(?:assign|defineProperty|defineProperties)\(\s*(?:globalThis|self)\b|[\w$]\.prototype\.[\w$]+\s*=(?!=)|\bdeclare\s+global\b|(?<![\w$.])process\.env\b/

/** Every broken rule, one line each; empty when the tree is in order. */
export function findBrokenRules(tree: SourceTree): string[] {
  return Object.keys(tree)
    .filter((file) => !isTestFile(file) && !file.endsWith('.d.ts'))
    .flatMap((file) => {
      const code = withoutComments(tree[file] ?? '')
      const imports = importsOf(file, code)
      if (file.startsWith('dashboard/'))
        return imports.flatMap((statement) => dashboardFaults(file, statement))
      if (file.startsWith('schema/')) return imports.flatMap((statement) => schemaFaults(file, statement))
      return [...imports.flatMap((statement) => workerFaults(file, statement)), ...codeFaults(file, code)]
    })
    .concat(findCycles(tree))
}

function workerFaults(file: string, { specifier, file: target, isTypeOnly }: ImportStatement): string[] {
  const folder = folderOf(file)
  const from = RANKS[folder]
  if (VOCABULARY.has(file)) {
    const isLeaf = target?.startsWith('worker/') && RANKS[folderOf(target)] === 1
    const isFine = isTypeOnly || isLeaf || !target?.startsWith('worker/') || VOCABULARY.has(target)
    return isFine ? [] : [`${file} → ${specifier}: shared shapes import values from leaves only`]
  }
  if (from === undefined) return [`${file}: "${folder}" has no floor; name it in import-rules.ts`]
  if (target === undefined) {
    const isImpure = /^(hono|cloudflare:|drizzle-orm|@hono\/)/.test(specifier)
    return PURE_FOLDERS.includes(folder) && isImpure
      ? [`${file} → ${specifier}: ${folder} is pure and imports no framework`]
      : []
  }
  if (/^worker\/(testing|conformance)\//.test(target))
    return [`${file} → ${target}: the product imports no test`]
  if (target.startsWith('schema/') || target === 'package.json') return []
  if (!target.startsWith('worker/'))
    return [`${file} → ${target}: the worker imports worker/ and schema/ only`]
  const to = RANKS[folderOf(target)]
  if (to === undefined || VOCABULARY.has(target)) return []
  if (from === 1 && to === 1) return []
  return to > from ? [`${file} → ${target}: imports point down, never back`] : []
}

function dashboardFaults(file: string, { specifier, file: target }: ImportStatement): string[] {
  if (target === undefined || target.startsWith('dashboard/') || target.startsWith('schema/api/')) return []
  return [`${file} → ${specifier}: the dashboard imports nothing of ours but schema/api`]
}

function schemaFaults(file: string, { specifier, file: target }: ImportStatement): string[] {
  const isOutside = target !== undefined && !target.startsWith('schema/')
  if (isOutside) return [`${file} → ${target}: the schema imports nothing but the schema`]
  if (!file.startsWith('schema/api/')) return []
  const isForBrowser =
    target === undefined
      ? !/^(drizzle|cloudflare:|hono$|hono\/)/.test(specifier)
      : target.startsWith('schema/api/')
  return isForBrowser ? [] : [`${file} → ${specifier}: schema/api is for the browser too`]
}

function codeFaults(file: string, code: string): string[] {
  const faults: string[] = []
  for (const line of code.split('\n')) {
    const bare = line.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''")
    if (!file.startsWith('worker/net/')) {
      if (NETWORK.test(bare) && !METHOD_DEFINITION.test(bare))
        faults.push(`${file}: only net/ speaks to the network: ${line.trim()}`)
      if (line.includes('cloudflare:sockets')) faults.push(`${file}: only net/ opens sockets`)
      if (/\b(?:globalThis|self)\.fetch\b/.test(bare))
        faults.push(`${file}: only net/ knows the global fetch`)
    }
    if (file !== 'worker/net/platform-fetch.ts' && GLOBAL_WRITE.test(bare)) {
      faults.push(`${file}: no process-wide globals: ${line.trim()}`)
    }
  }
  return faults
}

/** Import cycles by value between files; types may point both ways. Each cycle is named once, by its first file. */
function findCycles(tree: SourceTree): string[] {
  const edges = new Map<string, string[]>()
  for (const [file, source] of Object.entries(tree)) {
    if (isTestFile(file)) continue
    const targets = importsOf(file, withoutComments(source)).filter(({ isTypeOnly }) => !isTypeOnly)
    edges.set(
      file,
      targets
        .map(({ file: target }) => target)
        .filter((target) => target !== undefined && target in tree) as string[],
    )
  }
  const cycles: string[] = []
  const done = new Set<string>()
  const visit = (file: string, path: string[]): void => {
    if (path.includes(file)) {
      cycles.push(`import cycle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`)
      return
    }
    if (done.has(file)) return
    for (const target of edges.get(file) ?? []) visit(target, [...path, file])
    done.add(file)
  }
  for (const file of edges.keys()) visit(file, [])
  return cycles
}

/** Static imports and re-exports, and `import()` with a literal. */
export function importsOf(file: string, code: string): ImportStatement[] {
  const pattern =
    /(?:^|[\n;])\s*(?:import|export)(\s+type)?\s*(?:[\w$*{][^'";]*?\bfrom\s*)?(['"])([^'"\n]+)\2|\bimport\(\s*(['"])([^'"\n]+)\4/g
  return [...code.matchAll(pattern)].map((match) => {
    const specifier = match[3] ?? match[5] ?? ''
    return {
      specifier,
      file: specifier.startsWith('.') ? resolve(file, specifier) : undefined,
      isTypeOnly: match[1] !== undefined,
    }
  })
}

function resolve(file: string, specifier: string): string {
  const parts = file.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function folderOf(file: string): string {
  return file.split('/')[1] ?? ''
}

function isTestFile(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || /^worker\/(testing|conformance)\//.test(file)
}

/** Blanks comments, not strings that look like them. */
export function withoutComments(source: string): string {
  const pattern = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g
  return source.replace(pattern, (part) => (part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part))
}
