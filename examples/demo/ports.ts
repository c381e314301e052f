// Ports of the demo: PORT_* from the environment, else those of the last start, else the usual one, else a free one.
// They are remembered because issuers and public URLs contain them: with other ports every grant would be a stranger's.
import { createServer } from 'node:net'
import { readFileSync, writeFileSync } from 'node:fs'

export const usualPorts = {
  limen: 8787,
  auth: 8701,
  api: 8702,
  fastmcp: 8703,
  sdk: 8704,
  legacy: 8705,
  handbook: 8706,
} as const

export type PortName = keyof typeof usualPorts
export type Ports = Record<PortName, number>

/** Picks one port for each part. Throws an Error naming the variable when a wanted port is taken. */
export async function choosePorts(file: string, preferUsual: boolean): Promise<Ports> {
  const remembered = loadPorts(file)
  const chosen: Partial<Ports> = {}
  for (const name of Object.keys(usualPorts) as PortName[]) {
    const variable = `PORT_${name.toUpperCase()}`
    const wanted = parsePort(variable, process.env[variable]) ?? remembered[name]
    if (wanted !== undefined) {
      if (!(await isFree(wanted))) {
        throw new Error(
          `Port ${wanted} for ${name} is taken (from ${process.env[variable] ? variable : file}). ` +
            `End what uses it, or choose another one with ${variable}=<port>.`,
        )
      }
      chosen[name] = wanted
      continue
    }
    const usual = usualPorts[name]
    chosen[name] = preferUsual && (await isFree(usual)) ? usual : await findFreePort(Object.values(chosen))
  }
  writeFileSync(file, `${JSON.stringify(chosen, null, 2)}\n`)
  return chosen as Ports
}

function loadPorts(file: string): Partial<Ports> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Ports>
  } catch {
    return {}
  }
}

function parsePort(variable: string, text: string | undefined): number | undefined {
  if (!text) return undefined
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`${variable} is not a port: ${text}`)
  return port
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

export async function findFreePort(taken: number[]): Promise<number> {
  const port = await new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const found = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(found))
    })
  })
  return taken.includes(port) ? findFreePort(taken) : port
}
