// D1, KV and Queue as raw workerd wants them: three small HTTP protocols over one SQLite object. For benchmarks only:
// no sessions, no expiry, no delivery of queued messages.
import { DurableObject, WorkerEntrypoint } from 'cloudflare:workers'

export class Store extends DurableObject {
  #sql = this.ctx.storage.sql

  constructor(ctx, env) {
    super(ctx, env)
    const [{ count }] = this.#sql
      .exec("SELECT count(*) AS count FROM sqlite_master WHERE name = '_kv'")
      .toArray()
    if (count > 0) return
    this.#sql.exec('CREATE TABLE _kv (key TEXT PRIMARY KEY, value BLOB, metadata TEXT)')
    for (const migration of env.MIGRATIONS) this.#sql.exec(migration)
  }

  async fetch(request) {
    const url = new URL(request.url)
    return url.hostname === 'kv' ? this.#kv(request, url) : this.#d1(request, url)
  }

  async #d1(request, url) {
    const format = url.searchParams.get('resultsFormat')
    const body = await request.json()
    try {
      const results = this.ctx.storage.transactionSync(() =>
        (Array.isArray(body) ? body : [body]).map(({ sql, params = [] }) => this.#query(sql, params, format)),
      )
      return Response.json(results)
    } catch (error) {
      return Response.json({ success: false, error: `D1_ERROR: ${error.message}` }, { status: 500 })
    }
  }

  #query(sql, params, format) {
    const cursor = this.#sql.exec(sql, ...params)
    const columns = cursor.columnNames
    const rows = [...cursor.raw()].map((row) =>
      row.map((value) => (value instanceof ArrayBuffer ? [...new Uint8Array(value)] : value)),
    )
    const results =
      format === 'ROWS_AND_COLUMNS'
        ? { columns, rows }
        : rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])))
    const [{ changes }] = this.#sql.exec('SELECT changes() AS changes').toArray()
    return {
      success: true,
      results,
      meta: { changes, duration: 0, last_row_id: 0, rows_read: 0, rows_written: 0 },
    }
  }

  async #kv(request, url) {
    const key = decodeURIComponent(url.pathname.slice(1))
    if (request.method === 'PUT') {
      const metadata = request.headers.get('cf-kv-metadata')
      this.#sql.exec('REPLACE INTO _kv VALUES (?, ?, ?)', key, await request.arrayBuffer(), metadata)
      return new Response()
    }
    if (request.method === 'DELETE') {
      this.#sql.exec('DELETE FROM _kv WHERE key = ?', key)
      return new Response()
    }
    if (key === '') {
      const prefix = url.searchParams.get('prefix') ?? ''
      const rows = this.#sql.exec('SELECT key FROM _kv WHERE substr(key, 1, ?) = ?', prefix.length, prefix)
      return Response.json({
        keys: [...rows].map((row) => ({ name: row.key })),
        list_complete: true,
        cacheStatus: null,
      })
    }
    const [row] = this.#sql.exec('SELECT value, metadata FROM _kv WHERE key = ?', key)
    if (!row) return new Response('Not Found', { status: 404 })
    return new Response(row.value, { headers: row.metadata ? { 'cf-kv-metadata': row.metadata } : {} })
  }
}

/** `stub.fetch`, not RPC: a GET of these protocols has a body object, which RPC refuses. */
class ToStore extends WorkerEntrypoint {
  send(host, request) {
    const url = new URL(request.url)
    const store = this.env.STORE.getByName('store')
    return store.fetch(new Request(`http://${host}${url.pathname}${url.search}`, request))
  }
}

export class D1 extends ToStore {
  fetch(request) {
    return this.send('d1', request)
  }
}

export class KV extends ToStore {
  fetch(request) {
    return this.send('kv', request)
  }
}

export class Q extends WorkerEntrypoint {
  async fetch(request) {
    await request.arrayBuffer()
    const metrics = { backlogCount: 0, backlogBytes: 0, oldestMessageTimestamp: 0 }
    return Response.json({ metadata: { metrics } })
  }
}

export default {
  fetch: () => new Response('simulators'),
}
