// `limen logs`: the newest events, oldest of them first, and then what comes.
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { logOutcome, type logEvent } from '../../schema/api/logs.ts'
import type { Server } from '../../schema/api/servers.ts'
import { AdminApiError, type AdminApi } from '../admin-api.ts'
import { connect } from '../connect.ts'
import { UsageError } from '../usage-error.ts'

type LogEvent = z.infer<typeof logEvent>

/** Events reach the database about a second after their call (P5), in no strict order. */
const POLL_MS = 2_000
const OVERLAP_MS = 30_000

export async function logs(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: 'string' },
      follow: { type: 'boolean', short: 'f', default: false },
      server: { type: 'string' },
      tool: { type: 'string' },
      outcome: { type: 'string' },
      limit: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    },
  })
  const api = connect(values.url)
  const names = await loadServerNames(api)
  const filters = new URLSearchParams({ limit: String(parseLimit(values.limit)) })
  if (values.tool !== undefined) filters.set('tool', values.tool)
  if (values.outcome !== undefined) filters.set('outcome', parseOutcome(values.outcome))
  if (values.server !== undefined) filters.set('serverId', idOf(names, values.server))
  const print = (event: LogEvent) =>
    console.log(values.json ? JSON.stringify(event) : describeEvent(event, names))

  const first = await api.get<{ events: LogEvent[] }>(`/logs?${filters}`)
  for (const event of first.events.toReversed()) print(event)
  if (values.follow) await follow(api, filters, first.events, print)
  return 0
}

/** Until the process is interrupted. */
async function follow(
  api: AdminApi,
  filters: URLSearchParams,
  known: readonly LogEvent[],
  print: (event: LogEvent) => void,
): Promise<void> {
  let seen = new Map(known.map(({ id, at }) => [id, at]))
  const startedAt = Date.now()
  for (;;) {
    await wait(POLL_MS)
    const newest = Math.max(startedAt, ...seen.values())
    const from = newest - OVERLAP_MS
    const fresh: LogEvent[] = []
    for await (const event of readAll(api, filters, from)) {
      if (!seen.has(event.id) && event.at >= startedAt - OVERLAP_MS) fresh.push(event)
    }
    for (const event of fresh.toSorted((a, b) => a.at - b.at)) {
      seen.set(event.id, event.at)
      print(event)
    }
    seen = new Map([...seen].filter(([, at]) => at >= from))
  }
}

async function* readAll(api: AdminApi, filters: URLSearchParams, from: number): AsyncGenerator<LogEvent> {
  const query = new URLSearchParams(filters)
  query.set('limit', '200')
  query.set('from', String(from))
  for (;;) {
    const page = await api.get<{ events: LogEvent[]; cursor: string | null }>(`/logs?${query}`)
    yield* page.events
    if (page.cursor === null) return
    query.set('cursor', page.cursor)
  }
}

/** Server id → slug; empty where the credential may not read servers. */
async function loadServerNames(api: AdminApi): Promise<Map<string, string>> {
  try {
    const { servers } = await api.get<{ servers: Server[] }>('/servers')
    return new Map(servers.map(({ id, slug }) => [id, slug]))
  } catch (error) {
    if (error instanceof AdminApiError && error.status === 403) return new Map()
    throw error
  }
}

function idOf(names: ReadonlyMap<string, string>, slug: string): string {
  const found = [...names].find(([id, name]) => name === slug || id === slug)
  if (!found)
    throw new UsageError(
      `there is no server ${slug}. There are: ${[...names.values()].join(', ') || 'none'}.`,
    )
  return found[0]
}

function parseLimit(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= 200) return limit
  throw new UsageError('--limit is a number from 1 to 200.')
}

function parseOutcome(text: string): string {
  const outcome = logOutcome.safeParse(text)
  if (outcome.success) return outcome.data
  throw new UsageError(`--outcome is one of ${logOutcome.options.join(', ')}.`)
}

/** One line; what strangers named is kept from steering the terminal. */
function describeEvent(event: LogEvent, names: ReadonlyMap<string, string>): string {
  const server = (event.serverId && names.get(event.serverId)) ?? event.serverId ?? '-'
  const parts = [
    new Date(event.at).toISOString(),
    event.outcome.padEnd(13),
    String(event.status ?? '-').padEnd(3),
    event.totalMs === null ? '' : `${Math.round(event.totalMs)} ms`,
    server,
    [event.method ?? event.kind, event.tool].filter(Boolean).join(' '),
    event.userEmail ?? event.userSubject ?? '',
    event.clientName ?? event.clientId ?? '',
    event.ruleId === null ? '' : `rule ${event.ruleId}`,
    event.detail ?? '',
  ]
  return parts
    .filter((part) => part !== '')
    .join('  ')
    .replace(/\p{Cc}/gu, '�')
}
