// Writes configuration files for raw `workerd serve`: `wrangler dev` would measure wrangler (architecture.md §4).
import { mkdirSync, readdirSync, readFileSync, writeFileSync, copyFileSync } from 'node:fs'
import path from 'node:path'

export interface Compatibility {
  date: string
  flags: string[]
}

export interface LimenConfig {
  directory: string
  port: number
  /** The built Worker, one ES module. */
  bundle: string
  migrationsDirectory: string
  compatibility: Compatibility
  variables: Record<string, string>
}

const HEAD = 'using Workerd = import "/workerd/workerd.capnp";\n'
/** Loopback runtimes are private addresses. */
const INTERNET =
  '(name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true)))'

/** Limen with its object on disk and simulated D1, KV and Queue. Returns the path of the file. */
export function writeLimenConfig(config: LimenConfig): string {
  const { directory, port, compatibility, variables } = config
  mkdirSync(path.join(directory, 'objects'), { recursive: true })
  mkdirSync(path.join(directory, 'store'), { recursive: true })
  copyFileSync(config.bundle, path.join(directory, 'limen.js'))
  copyFileSync(path.join(import.meta.dirname, 'workerd/simulators.js'), path.join(directory, 'simulators.js'))
  writeFileSync(
    path.join(directory, 'migrations.json'),
    JSON.stringify(migrationsIn(config.migrationsDirectory)),
  )
  const bindings = Object.entries(variables).map(
    ([name, value]) => `(name = ${quote(name)}, text = ${quote(value)})`,
  )
  const text = `${HEAD}
const config :Workerd.Config = (
  services = [
    (name = "limen", worker = .limen),
    (name = "simulators", worker = .simulators),
    (name = "objects", disk = (path = ${quote(path.join(directory, 'objects'))}, writable = true)),
    (name = "store", disk = (path = ${quote(path.join(directory, 'store'))}, writable = true)),
    ${INTERNET},
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "limen")],
);

const limen :Workerd.Worker = (
  modules = [(name = "limen.js", esModule = embed "limen.js")],
  compatibilityDate = ${quote(compatibility.date)},
  compatibilityFlags = [${compatibility.flags.map(quote).join(', ')}],
  durableObjectNamespaces = [
    (className = "GatewayObject", uniqueKey = "limen-gateway", enableSql = true),
    (className = "MeterObject", uniqueKey = "limen-meter", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    (name = "GATEWAY", durableObjectNamespace = "GatewayObject"),
    (name = "METER", durableObjectNamespace = "MeterObject"),
    (name = "KV", kvNamespace = (name = "simulators", entrypoint = "KV")),
    (name = "LOG_QUEUE", queue = (name = "simulators", entrypoint = "Q")),
    (name = "DB", wrapped = (
      moduleName = "cloudflare-internal:d1-api",
      innerBindings = [(name = "fetcher", service = (name = "simulators", entrypoint = "D1"))],
    )),
    ${bindings.join(',\n    ')},
  ],
);

const simulators :Workerd.Worker = (
  modules = [(name = "simulators.js", esModule = embed "simulators.js")],
  compatibilityDate = ${quote(compatibility.date)},
  durableObjectNamespaces = [(className = "Store", uniqueKey = "limen-store", enableSql = true)],
  durableObjectStorage = (localDisk = "store"),
  bindings = [
    (name = "STORE", durableObjectNamespace = "Store"),
    (name = "MIGRATIONS", json = embed "migrations.json"),
  ],
);
`
  return write(directory, text)
}

/** The bare proxy. Returns the path of the file. */
export function writeProxyConfig(
  directory: string,
  port: number,
  runtimeUrl: string,
  compatibility: Compatibility,
): string {
  mkdirSync(directory, { recursive: true })
  copyFileSync(path.join(import.meta.dirname, 'workerd/bare-proxy.js'), path.join(directory, 'bare-proxy.js'))
  const text = `${HEAD}
const config :Workerd.Config = (
  services = [(name = "proxy", worker = .proxy), ${INTERNET}],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "proxy")],
);

const proxy :Workerd.Worker = (
  modules = [(name = "bare-proxy.js", esModule = embed "bare-proxy.js")],
  compatibilityDate = ${quote(compatibility.date)},
  compatibilityFlags = [${compatibility.flags.map(quote).join(', ')}],
  bindings = [(name = "RUNTIME_URL", text = ${quote(runtimeUrl)})],
);
`
  return write(directory, text)
}

function migrationsIn(directory: string): string[] {
  const files = readdirSync(directory).filter((file) => file.endsWith('.sql'))
  return files.toSorted().map((file) => readFileSync(path.join(directory, file), 'utf8'))
}

function write(directory: string, text: string): string {
  const file = path.join(directory, 'config.capnp')
  writeFileSync(file, text)
  return file
}

/** A Cap'n Proto text literal; JSON's escapes are a subset of its own for what stands here. */
function quote(text: string): string {
  return JSON.stringify(text)
}
