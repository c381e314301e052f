import { describe, expect, it } from 'vitest'
import { explain, SignInRefused, type Refusal } from './explain.ts'

const at = {
  serverId: 'srv_1',
  mcpUrl: 'https://limen.example.com/s/a/mcp',
  origin: 'https://limen.example.com',
}

const refused = (status: number, code: string, data: object = {}): Refusal => ({
  path: '/s/a/mcp',
  status,
  body: { error: { code: -31_000 - status, message: 'no', data: { code, requestId: 'req_1', ...data } } },
  requestId: 'req_1',
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
    const cause = Object.assign(new Error('MCP error -31200: approve it'), {
      code: -31_200,
      data: { code: 'confirmation_required', approvalUrl: 'https://limen.example.com/s/a/confirm?id=1' },
    })
    expect(explain(failed(cause), at)).toMatchObject({
      title: 'This call waits for your approval',
      detail: 'approve it',
      approvalUrl: 'https://limen.example.com/s/a/confirm?id=1',
    })
  })

  it('a link that is none is not offered', () => {
    const cause = Object.assign(new Error('x'), {
      code: 1,
      data: { approvalUrl: 'javascript:alert(1)' },
    })
    expect(explain(failed(cause), at).approvalUrl).toBeUndefined()
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
