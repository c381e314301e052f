// What the audit is filtered by is searched for, not read through: it holds 400 days.
import { expect, it } from 'vitest'
import { admin, testEnv } from '../../testing/admin-client.ts'

const { DB } = testEnv

/** How D1 goes about the question for this page. */
async function planOf(query: string): Promise<string> {
  const asked: string[] = []
  const database = new Proxy(DB, {
    get(target, property) {
      if (property === 'prepare') {
        return (text: string) => {
          asked.push(text)
          return target.prepare(text)
        }
      }
      const value: unknown = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  expect((await admin('GET', `/audit?${query}`, { env: { ...testEnv, DB: database } })).status).toBe(200)
  const text = asked.find((one) => /from "audit_events"/.test(one)) ?? ''
  const parameters = Array.from(text.match(/\?/g) ?? [], () => 1)
  const { results } = await DB.prepare(`EXPLAIN QUERY PLAN ${text}`)
    .bind(...parameters)
    .all<{ detail: string }>()
  return results.map(({ detail }) => detail).join('; ')
}

it.each([
  ['actorId=mem_a', 'actor'],
  ['actorId=mem_a&action=server.created&from=1', 'actor'],
  ['resourceKind=server&resourceId=srv_a', 'resource'],
  ['from=1', 'time'],
])('%s is searched by the %s, and nothing is sorted', async (query, by) => {
  const plan = await planOf(query)
  expect(plan).toMatch(new RegExp(`SEARCH audit_events USING INDEX audit_events_by_${by} `))
  expect(plan).not.toContain('TEMP B-TREE')
})
