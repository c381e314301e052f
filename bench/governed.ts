// Two servers of one Limen, one plain and one under much policy: 1,000 rules, 500 tools with a policy of their own, 100
// groups, agents and access lists on the server and on its Gateway. The call of the benchmark is allowed by all of it.
// In one process, because two processes that do the same differ by more than policy costs.
import { users } from '../examples/demo/stack.ts'
import type { OtherLimen } from './contenders.ts'
import type { BenchServer, LimenInstance } from './limen-instance.ts'

const GROUPS = 100
const TOOLS = 500
const RULES = 1_000
const WRITES_AT_ONCE = 8

export const GOVERNED: OtherLimen = {
  credentialCacheSeconds: 10,
  async prepare(instance) {
    const target = await instance.add('governed')
    await govern(instance.admin, target)
    return [
      { name: 'Limen, plain server', target: instance },
      { name: 'Limen, governed server', target },
    ]
  },
}

async function govern(admin: LimenInstance['admin'], { server, gatewayId }: BenchServer): Promise<void> {
  const [person] = users
  const members = [{ email: person.email }, { domain: 'engines.example' }]
  const groups = await each(GROUPS, (n) =>
    admin.post<{ id: string }>('/groups', { name: `Group ${n}`, members }),
  )
  const idOf = (n: number) => groups[n % GROUPS]?.id
  const nameOf = (n: number) => (n % TOOLS === 0 ? 'list_tickets' : `tool-${n % TOOLS}`)
  await each(TOOLS, (n) => admin.put(`/servers/${server.id}/tools/${nameOf(n)}`, 0, { enabled: true }))
  await each(RULES, (n) =>
    admin.post('/rules', {
      ...(n % 10 ? { serverId: server.id } : { gatewayId }),
      ...(n % 3 ? { groupId: idOf(n) } : { user: { email: `user-${n}@example.com` } }),
      tool: n % 50 ? nameOf(n) : null,
      toolEnabled: true,
    }),
  )
  const lists = {
    deniedUsers: Array.from({ length: 200 }, (_, n) => ({ email: `denied-${n}@example.com` })),
    allowedGroups: [idOf(0), idOf(GROUPS - 1)],
  }
  await admin.put(`/servers/${server.id}/access`, 0, lists)
  await admin.put(`/gateways/${gatewayId}/access`, 0, lists)
}

/** A few writes at a time, in their order. */
async function each<T>(count: number, write: (n: number) => Promise<T>): Promise<T[]> {
  const written: T[] = []
  for (let n = 0; n < count; n += WRITES_AT_ONCE) {
    const batch = Array.from({ length: Math.min(WRITES_AT_ONCE, count - n) }, (_, k) => write(n + k))
    written.push(...(await Promise.all(batch)))
  }
  return written
}
