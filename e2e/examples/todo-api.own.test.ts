import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startExample, type Example } from './example-process.ts'
import { API_CLIENT, CLIENT, ada, grace, signIn } from './sign-in.ts'

describe.each(['jwt', 'opaque'])('the example API with %s access tokens', (format) => {
  let issuer: Example
  let api: Example
  let stranger: Example

  beforeAll(async () => {
    const env = { ...CLIENT, ...API_CLIENT, ACCESS_TOKEN_FORMAT: format }
    issuer = await startExample('authorization-server', env)
    stranger = await startExample('authorization-server', env)
    api = await startExample('todo-api', { ...API_CLIENT, ISSUER: issuer.url, LEDGER: '1' })
  })

  afterAll(async () => {
    for (const example of [api, issuer, stranger])
      expect(await example.stop()).toEqual({ code: 0, signal: null })
  })

  const call = (token: string | undefined, method: string, path: string, body?: object) =>
    fetch(api.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      ...(body && { body: JSON.stringify(body) }),
    })

  const tokenFor = async (person: typeof ada, scope: string, from = issuer) =>
    (await signIn({ issuer: from.url, scope, person })).access_token

  it('keeps the todos of each person apart', async () => {
    const [adas, graces] = [
      await tokenFor(ada, 'tickets.read tickets.write'),
      await tokenFor(grace, 'tickets.read tickets.write'),
    ]
    const added = await call(adas, 'POST', '/todos', { title: 'Write a note on the engine' })
    expect(added.status).toBe(201)
    const todo = (await added.json()) as { id: number }
    expect((await call(graces, 'POST', `/todos/${todo.id}/complete`)).status).toBe(404)
    expect(await (await call(graces, 'GET', '/todos')).json()).toEqual({ todos: [] })
    expect((await call(adas, 'POST', `/todos/${todo.id}/complete`)).status).toBe(200)
    expect(await (await call(adas, 'GET', '/todos')).json()).toEqual({
      todos: [{ id: todo.id, title: 'Write a note on the engine', done: true }],
    })
  })

  it('says who the token speaks for', async () => {
    const answer = await call(await tokenFor(grace, 'tickets.read'), 'GET', '/me')
    expect(await answer.json()).toMatchObject({
      sub: 'usr_2e9b4d',
      email: 'grace@compilers.example',
      organization: 'org_compilers',
      clientId: 'web',
      scopes: ['tickets.read'],
    })
  })

  it('names the scope that an operation lacks', async () => {
    const refused = await call(await tokenFor(ada, 'tickets.read'), 'POST', '/todos', { title: 'x' })
    expect(refused.status).toBe(403)
    expect(refused.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_scope", scope="tickets.write"',
    )
  })

  it('asks for a token where there is none, and says invalid_token for one that is no good', async () => {
    const none = await call(undefined, 'GET', '/me')
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    for (const token of ['made-up', 'a.b.c', await tokenFor(ada, 'tickets.read', stranger)]) {
      const bad = await call(token, 'GET', '/me')
      expect([bad.status, bad.headers.get('www-authenticate')]).toEqual([401, 'Bearer error="invalid_token"'])
    }
  })

  it('refuses a token that is valid, but not for this API', async () => {
    const elsewhere = await startExample('todo-api', {
      ...API_CLIENT,
      ISSUER: issuer.url,
      API_RESOURCE: 'https://elsewhere.example/api',
    })
    const answer = await fetch(`${elsewhere.url}/me`, {
      headers: { authorization: `Bearer ${await tokenFor(ada, 'tickets.read')}` },
    })
    expect(answer.status).toBe(401)
    await elsewhere.stop()
  })

  it('refuses what a refresh without the resource gives: a token for nobody’s API', async () => {
    const { refresh_token: token = '' } = await signIn({ issuer: issuer.url, scope: 'tickets.read' })
    const answer = await fetch(`${issuer.url}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${CLIENT.CLIENT_ID}:${CLIENT.CLIENT_SECRET}`)}` },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token }),
    })
    const useless = (await answer.json()) as { access_token: string; scope: string }
    expect([answer.status, useless.scope.includes('tickets.read')]).toEqual([200, false])
    expect((await call(useless.access_token, 'GET', '/me')).status).toBe(401)
  })

  it('can be told to refuse the tokens it has seen, and takes new ones', async () => {
    const token = await tokenFor(ada, 'tickets.read')
    expect((await call(token, 'GET', '/me')).status).toBe(200)
    await fetch(`${api.url}/ledger/refuse?user=ada@engines.example`, { method: 'POST' })
    expect((await call(token, 'GET', '/me')).status).toBe(401)
    expect((await call(await tokenFor(ada, 'tickets.read'), 'GET', '/me')).status).toBe(200)
  })

  it('is unavailable, and not the judge of anybody, while the issuer cannot be asked', async () => {
    const orphan = await startExample('todo-api', { ...API_CLIENT, ISSUER: 'http://127.0.0.1:9' })
    const answer = await fetch(`${orphan.url}/me`, { headers: { authorization: 'Bearer a.b.c' } })
    expect(answer.status).toBe(503)
    await orphan.stop()
  })
})
