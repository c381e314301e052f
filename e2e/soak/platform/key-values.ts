// KV as workerd's binding speaks it.
import type { Faults } from '../faults.ts'
import { cut, json, serve, type Served } from './serve.ts'

interface Entry {
  value: Buffer
  metadata: string | null
}

export function startKeyValues(faults: Faults): Promise<Served> {
  const entries = new Map<string, Entry>()
  return serve(async (request, response, body) => {
    const url = new URL(request.url ?? '/', 'http://kv')
    const key = decodeURIComponent(url.pathname.slice(1))
    const fault = faults.draw('kv')
    if (fault === 'cut') return cut(response)
    if (fault === '503') return void response.writeHead(503).end()
    if (request.method === 'PUT') {
      const metadata = request.headers['cf-kv-metadata']
      entries.set(key, { value: body, metadata: typeof metadata === 'string' ? metadata : null })
      return void response.end()
    }
    if (request.method === 'DELETE') {
      entries.delete(key)
      return void response.end()
    }
    if (key === '') {
      const prefix = url.searchParams.get('prefix') ?? ''
      const keys = [...entries.keys()].filter((name) => name.startsWith(prefix)).map((name) => ({ name }))
      return json(response, 200, { keys, list_complete: true, cacheStatus: null })
    }
    const entry = entries.get(key)
    if (!entry) return void response.writeHead(404).end('Not Found')
    if (entry.metadata !== null) response.setHeader('cf-kv-metadata', entry.metadata)
    response.end(entry.value)
  })
}
