// Task ids (S7, M5): a client names its own tasks only, and the runtime sees its own ids only.
import { describe, expect, test } from 'vitest'
import { headerOf, type Answer } from '../testing/hostile-runtime.ts'
import { startBench, type Bench } from '../testing/mcp-bench.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const SSE = { 'content-type': 'text/event-stream' }
const VERSION = '2026-07-28'
const META = { 'io.modelcontextprotocol/protocolVersion': VERSION }
const RELATED = 'io.modelcontextprotocol/related-task'

const answer = (result: string): Answer => ({
  headers: JSON_TYPE,
  chunks: [{ text: `{"jsonrpc":"2.0","id":{{id}},"result":${result}}` }],
})

function ask(method: string, params: Record<string, unknown>, id: unknown = 7) {
  return { jsonrpc: '2.0', id, method, params }
}

function postModern(bench: Bench, method: string, params: Record<string, unknown>, token = 'alice') {
  const name = params['taskId'] ?? params['name']
  return bench.post(
    ask(method, { ...params, _meta: META }),
    { 'mcp-protocol-version': VERSION, 'mcp-method': method, ...(name ? { 'mcp-name': String(name) } : {}) },
    token,
  )
}

/** A task of alice's, as her client sees it. */
async function begun(): Promise<{ bench: Bench; sealed: string }> {
  const bench = await startBench()
  await bench.runtime.script(answer('{"resultType":"task","taskId":"task-ü 1","status":"working"}'))
  const response = await postModern(bench, 'tools/call', { name: 'slow' })
  const { result } = await response.json<{ result: { taskId: string } }>()
  return { bench, sealed: result.taskId }
}

async function bodyOf(bench: Bench, at: number): Promise<string> {
  return (await bench.runtime.ledger())[at]?.body ?? ''
}

describe('the id of a task', () => {
  test('is sealed for the client, and the runtime gets its own back, in body and header', async () => {
    const { bench, sealed } = await begun()
    expect(sealed).toMatch(/^k1\.[\w-]{22}\.task-ü 1$/)
    const named = `=?base64?${btoa(String.fromCharCode(...new TextEncoder().encode(sealed)))}?=`
    const response = await bench.post(ask('tasks/get', { taskId: sealed, _meta: META }), {
      'mcp-protocol-version': VERSION,
      'mcp-method': 'tasks/get',
      'mcp-name': named,
    })
    expect(response.status).toBe(200)
    expect((await response.json<{ result: { taskId: string } }>()).result.taskId).toBe(sealed)
    const entry = (await bench.runtime.ledger())[1]
    expect(JSON.parse(entry?.body ?? '').params.taskId).toBe('task-ü 1')
    const header = String(entry && headerOf(entry, 'mcp-name'))
    expect(header).toBe(`=?base64?${btoa(String.fromCharCode(...new TextEncoder().encode('task-ü 1')))}?=`)
  })

  test('of another user or client, raw or altered, is unknown, and the runtime hears nothing', async () => {
    const bench = await startBench()
    await bench.runtime.script(answer('{"task":{"taskId":"t-1","status":"working"}}'))
    const first = await bench.post(ask('tools/call', { name: 'slow', task: {} }))
    const sealed = (await first.json<{ result: { task: { taskId: string } } }>()).result.task.taskId
    const foreign = ['tasks/get', 'tasks/result', 'tasks/cancel', 'tasks/update'].flatMap((method) =>
      [sealed, 't-1'].map((taskId) => [method, taskId, 'bob'] as const),
    )
    const altered = [
      ['tasks/get', sealed, 'alice-other-client'],
      ['tasks/get', 't-1', 'alice'],
      ['tasks/get', `${sealed}x`, 'alice'],
    ] as const
    for (const [method, taskId, token] of [...foreign, ...altered]) {
      for (const response of [
        await bench.post(ask(method, { taskId }), {}, token),
        await bench.post(
          `{"jsonrpc":"2.0","id":7,"method":"${method}","params":{"task\\u0049d":"${taskId}"}}`,
          {},
          token,
        ),
        await bench.post([ask(method, { taskId })], {}, token),
      ]) {
        expect([method, taskId, response.status]).toEqual([method, taskId, 404])
        expect(await response.json()).toMatchObject({ error: { code: -32602, message: 'Task not found' } })
      }
    }
    for (const [method, taskId, token] of [...foreign, ...altered]) {
      const response = await postModern(bench, method, { taskId }, token)
      // 2026-07-28 has no tasks/result: a client that looks for it learns that.
      const error =
        method === 'tasks/result'
          ? { code: -32601, message: 'Method not found' }
          : { code: -32602, message: 'Task not found' }
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ id: 7, error })
    }
    for (const params of [{ taskIds: [sealed] }, { notifications: { taskIds: [sealed] } }])
      expect((await postModern(bench, 'subscriptions/listen', params, 'bob')).status).toBe(404)
    expect(await bench.runtime.ledger()).toHaveLength(1)
  })

  test('is sealed wherever the protocol has one, and nowhere else', async () => {
    const bench = await startBench()
    const own = `{"tasks":[{"taskId":"a"},{"taskId":"b"}],"structuredContent":{"taskId":"mine","n":9007199254740993}, "_meta":{"${RELATED}":{"taskId":"c"}}}`
    await bench.runtime.script(answer(own))
    const text = await (await bench.post(ask('tasks/list', {}))).text()
    const { result } = JSON.parse(text)
    const { _meta: meta } = result
    for (const [got, id] of [
      [result.tasks[0].taskId, 'a'],
      [result.tasks[1].taskId, 'b'],
      [meta[RELATED].taskId, 'c'],
    ])
      expect(got).toMatch(new RegExp(`^k1\\.[\\w-]{22}\\.${id}$`))
    expect(text).toContain('"structuredContent":{"taskId":"mine","n":9007199254740993}, "_meta"')
  })

  test('in events is sealed too, and the rest of the event stays', async () => {
    const bench = await startBench()
    const status = '{"jsonrpc":"2.0","method":"notifications/tasks/status",\ndata: "params":{"taskId":"t-1"}}'
    const asksClient = '{"jsonrpc":"2.0","id":5,"method":"tasks/get","params":{"taskId":"of-the-client"}}'
    const result = '{"jsonrpc":"2.0","id":7,"result":{"taskId":"t-1"}}'
    await bench.runtime.script({
      headers: SSE,
      chunks: [
        `event: message\ndata: ${status}\nretry: 5\n\n`,
        `data: ${asksClient}\n\n`,
        `data: ${result}\n\n`,
      ].map((text) => ({ text })),
    })
    const text = await (await bench.post(ask('tools/call', { name: 'slow' }))).text()
    expect(text).toMatch(
      /event: message\ndata: .*\/status",\ndata: "params":\{"taskId":"k1\.[\w-]{22}\.t-1"\}\}\nretry: 5\n\n/,
    )
    expect(text).toContain(`data: ${asksClient}\n\n`)
    expect(text).toMatch(/data: \{"jsonrpc":"2\.0","id":7,"result":\{"taskId":"k1\.[\w-]{22}\.t-1"\}\}\n\n/)
  })

  test('in what a message belongs to, and in what is told of several, is sealed and opened too', async () => {
    const { bench, sealed } = await begun()
    const own = sealed.slice(sealed.lastIndexOf('.') + 1)
    const progress = { progress: 1, _meta: { [RELATED]: { taskId: own } } }
    const messages = [
      { jsonrpc: '2.0', method: 'notifications/progress', params: progress },
      { jsonrpc: '2.0', id: 5, method: 'elicitation/create', params: progress },
      { jsonrpc: '2.0', method: 'notifications/x', params: { notifications: { taskIds: [own, own] } } },
      { jsonrpc: '2.0', id: 7, result: {} },
    ]
    await bench.runtime.script({
      headers: SSE,
      chunks: messages.map((message) => ({ text: `data: ${JSON.stringify(message)}\n\n` })),
    })
    const asked = ask('tools/call', { name: 'slow', _meta: { [RELATED]: { taskId: sealed } } })
    const text = await (await bench.post(asked)).text()
    expect(text).not.toContain(`"${own}"`)
    expect(text.split(sealed)).toHaveLength(5)
    expect(await bodyOf(bench, 1)).toBe(JSON.stringify(asked).replace(sealed, own))
  })

  test('in an answer of the client is opened where it is the runtime’s, and stays where it is its own', async () => {
    const { bench, sealed } = await begun()
    await bench.runtime.script({ status: 202 })
    const reply = (taskId: string) => ({
      jsonrpc: '2.0',
      id: 3,
      result: { action: 'accept', _meta: { [RELATED]: { taskId } } },
    })
    await bench.post(reply(sealed))
    await bench.post(reply('own'))
    expect(await bodyOf(bench, 1)).toBe(JSON.stringify(reply('task-ü 1')))
    expect(await bodyOf(bench, 2)).toBe(JSON.stringify(reply('own')))
  })

  test('inside the arguments of a tool is the tool’s own', async () => {
    const bench = await startBench()
    await bench.runtime.script(answer('{}'))
    const call = ask('tools/call', { name: 'close', arguments: { taskId: 't-1' } })
    expect((await bench.post(call)).status).toBe(200)
    expect(await bodyOf(bench, 0)).toBe(JSON.stringify(call))
  })

  test('at a server that is open to everybody passes as it is', async () => {
    const bench = await startBench({ attached: false, server: { authMode: 'none', open: true } })
    await bench.runtime.script(answer('{"taskId":"t-1"}'))
    const response = await bench.post(ask('tasks/get', { taskId: 't-1' }), {}, null)
    expect(await response.text()).toContain('"taskId":"t-1"')
    expect(await bodyOf(bench, 0)).toContain('"taskId":"t-1"')
  })
})
