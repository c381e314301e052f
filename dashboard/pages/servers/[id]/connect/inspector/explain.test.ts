import { describe, expect, it } from 'vitest'
import { explain, SignInRefused, type Refusal } from './explain.ts'

const at = {
  serverId: 'srv_1',
  mcpUrl: 'https://limen.example.com/s/a/mcp',
  origin: 'https://limen.example.com',
  requestIds: new Set(['req_1']),
}

const refused = (status: number, code: string, data: object = {}): Refusal => ({
  path: '/s/a/mcp',
  status,
  body: { error: { code: -31_000 - status, message: 'no', data: { code, requestId: 'req_1', ...data } } },
  requestId: 'req_1',
})

const APPROVAL = 'https://limen.example.com/g/gw_a-1/confirm?id=cnf_x_-1'

/** As the SDK has it: an error over HTTP 200. */
const waiting = (data: object) =>
  Object.assign(new Error('MCP error -31200: approve it'), {
    code: -31_200,
    data: { code: 'confirmation_required', requestId: 'req_1', ...data },
  })

const failed = (cause: unknown) => new Error('failed', { cause })

describe('why a call did not work', () => {
  it('a refusal of Limen names its rule, its request and where it is mended', () => {
    const refusal = refused(403, 'access_denied', { rule: 'acc_1' })
    expect(explain(failed(new Error('403')), { ...at, refusal })).toMatchObject({
      title: 'You may not use this server',
      detail: 'no',
      link: { href: '/servers/srv_1/access' },
      rule: 'acc_1',
      requestId: 'req_1',
    })
  })

  it('a call that waits for approval has its link', () => {
    expect(explain(failed(waiting({ approvalUrl: APPROVAL })), at)).toMatchObject({
      title: 'This call waits for your approval',
      detail: 'approve it',
      approvalUrl: APPROVAL,
    })
  })

  it.each([
    'https://evil.example/g/gw_1/confirm?id=cnf_1',
    'https://limen.example.com.evil.example/g/gw_1/confirm?id=cnf_1',
    'https://limen.example.com@evil.example/g/gw_1/confirm?id=cnf_1',
    'javascript:alert(1)',
    'https://limen.example.com/g/gw_1/../../s/evil/confirm?id=cnf_1',
    'https://limen.example.com/s/a/confirm?id=cnf_1',
    'https://limen.example.com/g/gw_1/confirm?id=cnf_1&next=https://evil.example',
    'https://limen.example.com/g/gw_1/confirm?id=1',
    '/g/gw_1/confirm?id=cnf_1',
    null,
  ])('an approval at %s has no link', (approvalUrl) => {
    expect(explain(failed(waiting({ approvalUrl })), at).approvalUrl).toBeUndefined()
  })

  it('what no answer of Limen is known by stands as the words of the runtime', () => {
    for (const requestId of [undefined, 'req_guessed']) {
      const cause = waiting({ approvalUrl: APPROVAL, requestId, rule: 'acc_1', resetAt: 1 })
      expect(explain(failed(cause), at)).toEqual({
        title: 'The server answered with an error',
        detail: 'The runtime says: approve it',
      })
    }
    const refusal: Refusal = { path: '/s/a/mcp', status: 400, body: { detail: 'pay here' }, requestId: null }
    expect(explain(failed(new Error('x')), { ...at, refusal }).detail).toBe('The runtime says: pay here')
  })

  it('a key that a user could not enter is not asked of them', () => {
    const refusal = refused(403, 'upstream_key_missing')
    const explained = (hasUserKeys: boolean) =>
      explain(failed(new Error('x')), { ...at, refusal, hasUserKeys })
    expect(explained(true).link?.href).toBe('/connections')
    expect(explained(false).link?.href).toBe('/servers/srv_1/settings')
  })

  it('a Gateway without registration asks for a client id', () => {
    const refusal: Refusal = { path: '/s/a/register', status: 403, body: {}, requestId: null }
    expect(explain(failed(new Error('x')), { ...at, refusal }).needsClientId).toBe(true)
  })

  it('a sign-in that was not allowed says so, whatever was refused before it', () => {
    const refusal: Refusal = { path: '/s/a/mcp', status: 401, body: {}, requestId: null }
    const answer = explain(failed(new SignInRefused('The user did not allow this.')), { ...at, refusal })
    expect(answer).toEqual({ title: 'You are not signed in', detail: 'The user did not allow this.' })
  })

  it('a page of another origin reads what both sides must say', () => {
    const remedy = explain(failed(new TypeError('Failed to fetch')), {
      ...at,
      origin: 'https://dash.example.com',
    }).remedy
    expect(remedy).toContain('https://dash.example.com')
    expect(remedy).toContain('connect-src')
  })

  it('codes of strangers are no keys of the table', () => {
    expect(explain(failed(new Error('x')), { ...at, refusal: refused(400, 'constructor') }).title).toBe(
      'The server answered with an error',
    )
  })
})
