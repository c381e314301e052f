// An answer under way belongs to the edge at which it was asked for (M12, P8).
import { describe, expect, test } from 'vitest'
import { hostSurface, pathSurface } from '../edge/public-urls.ts'
import { attachmentRow, serverRow } from '../testing/rows.ts'
import { isSameEdge } from './is-same-edge.ts'

type Began = Parameters<typeof isSameEdge>[1]

const ORIGIN = 'http://127.0.0.1:8787'
const HOST = 'mcp.customer.dev'
const server = serverRow()
const attachment = attachmentRow({ customHost: HOST })
const now = { server, attachment } as Began['snapshot']
const byPath = { snapshot: now, surface: pathSurface(ORIGIN, server.slug) } as Began
const byHost = { snapshot: now, surface: hostSurface(ORIGIN, HOST) } as Began

describe('the edge of a request', () => {
  test('is the same while nothing of it changes, whatever else does', () => {
    const other = { ...now, server: { ...server, name: 'Another name', version: 2 } }
    expect([isSameEdge(other, byPath), isSameEdge(other, byHost)]).toEqual([true, true])
  })

  test.each([
    ['another server under the same slug', { ...now, server: { ...server, id: 'srv_new' } }],
    ['another attachment', { ...now, attachment: { ...attachment, id: 'att_new' } }],
    ['no attachment', { ...now, attachment: null }],
  ])('is gone with %s', (_name, changed) => {
    expect([isSameEdge(changed, byPath), isSameEdge(changed, byHost)]).toEqual([false, false])
  })

  test.each([null, 'other.customer.dev'])(
    'on a custom host is gone when the host is %s now',
    (customHost) => {
      const changed = { ...now, attachment: { ...attachment, customHost } }
      expect([isSameEdge(changed, byPath), isSameEdge(changed, byHost)]).toEqual([true, false])
    },
  )
})
