// Configuration of raw `workerd serve` for one Limen: its objects on disk, and D1, KV and Queue outside the process.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { BuiltWorker } from '../../../bench/build-worker.ts'

export interface WorkerdOptions {
  directory: string
  worker: BuiltWorker
  port: number
  /** Of pump.js. */
  pumpPort: number
  /** Ports of the platform's services. */
  d1: number
  kv: number
  queue: number
  variables: Record<string, string>
}

/** Below it workerd keeps one SQLite file for each object. */
export const GATEWAY_KEY = 'limen-gateway'

/** Returns the path of the file. */
export function writeWorkerdConfig(options: WorkerdOptions): string {
  const { directory, worker, variables } = options
  const { date, flags } = worker.compatibility
  const objects = path.join(directory, 'objects')
  mkdirSync(objects, { recursive: true })
  copyFileSync(worker.bundle, path.join(directory, 'limen.js'))
  copyFileSync(path.join(import.meta.dirname, '../platform/pump.js'), path.join(directory, 'pump.js'))
  const texts = Object.entries(variables).map(
    ([name, value]) => `(name = ${quote(name)}, text = ${quote(value)})`,
  )
  const outside = (name: string, port: number) =>
    `(name = ${quote(name)}, external = (address = "127.0.0.1:${port}", http = ()))`
  const text = `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "limen", worker = .limen),
    (name = "pump", worker = .pump),
    (name = "objects", disk = (path = ${quote(objects)}, writable = true)),
    ${outside('d1', options.d1)},
    ${outside('kv', options.kv)},
    ${outside('queue', options.queue)},
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [
    (name = "http", address = "127.0.0.1:${options.port}", http = (), service = "limen"),
    (name = "pump", address = "127.0.0.1:${options.pumpPort}", http = (), service = "pump"),
  ],
);

const limen :Workerd.Worker = (
  modules = [(name = "limen.js", esModule = embed "limen.js")],
  compatibilityDate = ${quote(date)},
  compatibilityFlags = [${flags.map(quote).join(', ')}],
  durableObjectNamespaces = [
    (className = "GatewayObject", uniqueKey = ${quote(GATEWAY_KEY)}, enableSql = true),
    (className = "MeterObject", uniqueKey = "limen-meter", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    (name = "GATEWAY", durableObjectNamespace = "GatewayObject"),
    (name = "METER", durableObjectNamespace = "MeterObject"),
    (name = "KV", kvNamespace = "kv"),
    (name = "LOG_QUEUE", queue = "queue"),
    (name = "DB", wrapped = (
      moduleName = "cloudflare-internal:d1-api",
      innerBindings = [(name = "fetcher", service = "d1")],
    )),
    ${texts.join(',\n    ')},
  ],
);

const pump :Workerd.Worker = (
  modules = [(name = "pump.js", esModule = embed "pump.js")],
  compatibilityDate = ${quote(date)},
  compatibilityFlags = ["experimental", "service_binding_extra_handlers"],
  bindings = [(name = "LIMEN", service = "limen")],
);
`
  const file = path.join(directory, 'config.capnp')
  writeFileSync(file, text)
  return file
}

/** A Cap'n Proto text literal; JSON's escapes are a subset of its own for what stands here. */
function quote(text: string): string {
  return JSON.stringify(text)
}
