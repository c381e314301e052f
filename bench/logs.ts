// `npm run bench:logs`: how long the log's pages take with 100,000 events, on raw workerd, through the admin API. The
// slowest of many answers counts, first pages and deep ones, with every filter and with filters that find nothing. The
// exit code says whether each stays within 200 ms.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { findFreePort } from '../examples/demo/ports.ts'
import { buildWorker } from './build-worker.ts'
import { startEmptyLimen } from './limen-instance.ts'

const EVENTS = 100_000
const PAGE = 50
const REPEATS = 20
const MS_MAX = 200
/** It counts every one of the events; the dashboard asks for a day. */
const OVERVIEW_OF_ALL_MS_MAX = 400
const END = Date.now()
/** A week of calls. */
const STEP_MS = Math.floor((7 * 86_400_000) / EVENTS)
const MIDDLE = END - (EVENTS / 2) * STEP_MS

const QUERIES: readonly [name: string, query: string][] = [
  ['newest', ''],
  ['newest 200', 'limit=200'],
  ['from the middle', `to=${MIDDLE}`],
  ['one hour in the middle', `from=${MIDDLE - 3_600_000}&to=${MIDDLE}`],
  ['a server', 'serverId=srv_3'],
  ['a server, from the middle', `serverId=srv_3&to=${MIDDLE}`],
  ['a tool', 'tool=tool-17'],
  ['a user', 'userSubject=user-42'],
  ['a domain', 'userDomain=d7.example'],
  ['an agent', 'agentId=agt_2'],
  ['an outcome of one in a thousand', 'outcome=timeout'],
  ['the most frequent outcome', 'outcome=ok'],
  ['a server and a rare outcome', 'serverId=srv_3&outcome=timeout'],
  ['a tool that another server has', 'serverId=srv_3&tool=tool-4'],
  ['a server, a domain, an outcome', 'serverId=srv_3&userDomain=d7.example&outcome=tool_error'],
  ['nobody', 'userSubject=nobody'],
  ['a request id', 'requestId=req_4242'],
  ['an e-mail', 'userEmail=user-42%40d42.example'],
  ['an e-mail that is only claimed', 'userEmail=user-42%40d42.example&userLevel=claimed'],
  ['claimed users, of whom there are none', 'userLevel=claimed'],
  ['a Gateway', 'gatewayId=gw_1'],
  ['an attachment', 'attachmentId=att_3'],
  ['a client', 'clientId=client-7'],
  ['clients that are no agent', 'agentId=unrecognised'],
  ['a guardrail outcome', 'guardrailOutcome=redacted'],
  ['all of one kind', 'kind=call'],
  ['a kind that hardly is', 'kind=authorization'],
]

const root = path.resolve(import.meta.dirname, '..')
mkdirSync(path.join(root, '.local'), { recursive: true })
const state = mkdtempSync(path.join(root, '.local/bench-'))
try {
  const worker = await buildWorker(root, path.join(state, 'build'))
  const options = { root, directory: path.join(state, 'limen'), port: await findFreePort([]), worker }
  // The first start makes the tables.
  const first = await startEmptyLimen(options)
  await first.admin.get('/logs')
  await first.workerd.stop()
  fill(databaseIn(path.join(state, 'limen/store')))
  const { workerd, admin } = await startEmptyLimen(options)
  try {
    console.log(
      `${EVENTS.toLocaleString('en')} events; the slowest and the median of ${REPEATS} answers each\n`,
    )
    for (const [name, query] of QUERIES) report(name, await measure(() => admin.get(`/logs?${query}`)))
    report(
      'the gap warning beside the page',
      await measure(() => admin.get(`/logs/gaps?since=${END - 86_400_000}`)),
    )
    report('the overview of a day', await measure(() => admin.get('/logs/summary')))
    report(
      'the overview of a week',
      await measure(() => admin.get(`/logs/summary?from=${END - 7 * 86_400_000 + 3_600_000}`)),
      OVERVIEW_OF_ALL_MS_MAX,
    )
    report(`${REPEATS} pages, one after the other`, await measurePages(admin))
  } finally {
    await workerd.stop()
  }
  rmSync(state, { recursive: true, force: true })
} catch (error) {
  console.error(`${(error as Error).message}\nWhat was written is in ${path.relative(root, state)}.`)
  process.exitCode = 1
}

interface Times {
  slowestMs: number
  medianMs: number
}

async function measure(ask: () => Promise<unknown>): Promise<Times> {
  const times: number[] = []
  for (let n = 0; n < REPEATS; n += 1) {
    const before = performance.now()
    await ask()
    times.push(performance.now() - before)
  }
  times.sort((a, b) => a - b)
  return { slowestMs: times.at(-1) ?? Number.NaN, medianMs: times[times.length >> 1] ?? Number.NaN }
}

async function measurePages(admin: { get<T>(path: string): Promise<T> }): Promise<Times> {
  let cursor: string | null = null
  return measure(async () => {
    const query: string = cursor === null ? '' : `&cursor=${cursor}`
    const page = await admin.get<{ events: unknown[]; cursor: string | null }>(`/logs?limit=${PAGE}${query}`)
    if (page.events.length !== PAGE || page.cursor === null) throw new Error('a page is missing')
    cursor = page.cursor
  })
}

function report(name: string, { slowestMs, medianMs }: Times, msMax = MS_MAX): void {
  const holds = slowestMs <= msMax
  console.log(
    `${name.padEnd(36)}${slowestMs.toFixed(1).padStart(8)} ms${medianMs.toFixed(1).padStart(8)} ms  ` +
      (holds ? `holds (at most ${msMax})` : 'BROKEN'),
  )
  if (!holds) process.exitCode = 1
}

/** The file in which raw workerd keeps the one simulated D1. */
function databaseIn(directory: string): string {
  const file = readdirSync(directory, { recursive: true, encoding: 'utf8' }).find(
    (name) => name.endsWith('.sqlite') && !name.endsWith('metadata.sqlite'),
  )
  if (file === undefined) throw new Error(`no database in ${directory}`)
  return path.join(directory, file)
}

/** Ten servers of twenty tools, a thousand users in fifty domains; one call in a thousand times out. */
function fill(file: string): void {
  const database = new DatabaseSync(file)
  database.exec('BEGIN')
  const insert = database.prepare(
    `INSERT INTO log_events (isolate, sequence, at, kind, request_id, server_id, gateway_id, attachment_id, grant_id, method,
       tool, agent_id, agent_level, agent_recognised_by, client_id, client_name, user_issuer, user_subject, user_email,
       user_domain, user_level, outcome, status, total_ms, runtime_ms, own_ms, protocol_version, request_bytes,
       response_bytes, user_agent)
     VALUES (?, ?, ?, 'call', ?, ?, 'gw_1', ?, ?, 'tools/call', ?, ?, 'proven', 'client', ?, 'Client',
       'https://login.example.com', ?, ?, ?, 'proven', ?, 200, 48, 41, 7, '2025-11-25', 210, 640, 'claude-code/2.1')`,
  )
  for (let n = 0; n < EVENTS; n += 1) {
    const server = (n * 7) % 10
    const user = (n * 31) % 1_000
    insert.run(
      // A new isolate each thousand events, born with the first of them, as the recorder names them.
      `${(END - (EVENTS - n + (n % 1_000)) * STEP_MS).toString(36)}-bench`,
      n % 1_000,
      END - (EVENTS - n) * STEP_MS,
      `req_${n}`,
      `srv_${server}`,
      `att_${server}`,
      `grt_${user}`,
      `tool-${server * 20 + ((n >> 4) % 20)}`,
      `agt_${n % 5}`,
      `client-${n % 40}`,
      `user-${user}`,
      `user-${user}@d${user % 50}.example`,
      `d${user % 50}.example`,
      outcomeOf(n),
    )
  }
  database.exec('COMMIT')
  database.close()
}

function outcomeOf(n: number): string {
  if (n % 1_000 === 0) return 'timeout'
  return n % 30 === 0 ? 'tool_error' : 'ok'
}
