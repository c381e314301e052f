import { describe, expect, it } from 'vitest'
import type { ConsentView } from '../../gateway/authorization/contract.ts'
import { consentPage } from './consent-page.ts'
import { continueToClientPage, continueToSignInPage } from './continue-page.ts'
import { displayText } from './display-text.ts'
import { askPage, donePage, reviewPage } from './own-page.ts'
import { problemPage } from './problem-page.ts'

const view: ConsentView = {
  handle: 'h4ndle',
  action: 'https://limen.test/s/support/authorize',
  serverName: 'Support',
  clientName: 'Claude',
  clientDomain: null,
  registration: 'dynamic',
  redirectHost: 'claude.ai',
  redirectKind: 'https',
  scopes: ['tickets.read', 'accounts.read'],
  remembers: false,
}
const render = async (change: Partial<ConsentView> = {}) =>
  (await consentPage({ ...view, ...change }, [])).text()

describe('the consent page (O14)', () => {
  it('names client, redirect host and every scope with a checkbox of its own', async () => {
    const page = await render()
    expect(page).toContain('<bdi>Claude</bdi>')
    expect(page).toContain('claude.ai')
    expect(page.match(/type="checkbox"/g)).toHaveLength(2)
    expect(page).toContain('value="tickets.read" checked')
  })

  it('says how far the client is known', async () => {
    expect(await render()).toContain('Registered itself')
    expect(await render({ registration: 'cimd', clientDomain: 'vscode.dev' })).toContain(
      'Verified domain <bdi>vscode.dev</bdi>',
    )
    expect(await render({ registration: 'preregistered' })).toContain('Registered by an administrator')
  })

  it('warns when the answer stays on this computer, and only then', async () => {
    expect(await render({ redirectKind: 'loopback' })).toContain('class="warning"')
    expect(await render({ redirectKind: 'private_use' })).toContain('class="warning"')
    expect(await render()).not.toContain('class="warning"')
  })

  it('a hostile name stays text', async () => {
    const page = await render({
      clientName: '<script>alert(1)</script>"\u202Egnp.exe',
      scopes: ['"><img src=x>'],
    })
    expect(page).not.toMatch(/<script|<img/)
    expect(page).not.toContain('\u202E')
  })

  it('loads nothing, cannot be framed, and lets only its own style through', async () => {
    const first = await consentPage(view, ['__Host-c=1'])
    const second = await consentPage(view, [])
    const policy = first.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("base-uri 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|script-src/)
    expect(policy).not.toBe(second.headers.get('content-security-policy'))
    expect(first.headers.get('set-cookie')).toBe('__Host-c=1')
    expect(first.headers.get('cache-control')).toBe('no-store')
  })
})

describe('other pages', () => {
  it('going on escapes the URL and shows it as a link', async () => {
    const page = await (
      await continueToClientPage('http://127.0.0.1:1/cb?code=a&state="><script>', [])
    ).text()
    expect(page).toContain('href="http://127.0.0.1:1/cb?code=a&amp;state=&quot;&gt;&lt;script&gt;"')
    expect(page).toContain('http-equiv="refresh"')
    expect(page).not.toContain('<script')
  })

  it('what a client may have opened in a popup keeps its opener; what decides about a call has none', async () => {
    const policyOf = (page: Response) => page.headers.get('cross-origin-opener-policy')
    const kept = [
      await consentPage(view, []),
      await continueToSignInPage('https://as.test/authorize', []),
      await continueToClientPage('https://client.test/cb', []),
      await problemPage('invalid_redirect_uri', 'req_1'),
    ]
    expect(kept.map(policyOf)).toEqual([null, null, null, null])
    const own = { action: '/g/gw_1/confirm', handle: 'h', serverName: 'Support' }
    const review = {
      ...own,
      clientName: 'Claude',
      tool: 'drop',
      account: 'ann',
      arguments: '{}',
      expiresAt: 1,
    }
    const cut = [
      await askPage({ kind: 'ask', what: 'confirmation', ...own }),
      await reviewPage(review, []),
      await donePage({ kind: 'done', what: 'approved', serverName: 'S', account: 'ann', cookies: [] }),
    ]
    expect(cut.map(policyOf)).toEqual(['same-origin', 'same-origin', 'same-origin'])
  })

  it('a problem has a status, a reason and the request id, and leads nowhere', async () => {
    const response = await problemPage('invalid_redirect_uri', 'req_1')
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
    expect(await response.text()).toContain('req_1')
  })
})

describe('text of strangers', () => {
  it.each([
    ['plain name', 'plain name'],
    ['two\nlines\u2028three', 'two lines three'],
    ['a\u202Eb\u200Bc\u{E0041}d', 'a\uFFFDb\uFFFDc\uFFFDd'],
    ['\u0000', '\uFFFD'],
    ['日本語 ü', '日本語 ü'],
  ])('%j is shown as %j', (text, shown) => expect(displayText(text)).toBe(shown))

  it('is cut at the cap, between code points', () => {
    expect([...displayText('😀'.repeat(500), 10)]).toHaveLength(10)
  })
})
