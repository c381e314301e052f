// The doctor at this deployment's own door: it finds nothing wrong with what Limen serves.
import { describe, expect, it } from 'vitest'
import { attach, createGateway, createServer, pathsOf } from '../../testing/admin-builders.ts'
import { admin } from '../../testing/admin-client.ts'

interface Finding {
  check: string
  status: string
  message: string
}

async function run(body: Record<string, unknown>) {
  const { status, body: report } = await admin('POST', '/doctor', { body })
  expect(status).toBe(200)
  const findings = report['findings'] as Finding[]
  return {
    healthy: report['healthy'],
    withStatus: (wanted: string) =>
      findings.filter(({ status }) => status === wanted).map(({ check }) => check),
    of: (check: string) => findings.find((finding) => finding.check === check),
  }
}

describe('the doctor', () => {
  it.each(['standard', 'claude', 'chatgpt'])(
    'finds nothing wrong with an attached server: %s',
    async (profile) => {
      const gateway = await createGateway()
      const server = await createServer()
      await attach(gateway.id, server.id)
      const report = await run({ serverId: server.id, profile })
      expect(report.withStatus('fail')).toEqual([])
      // Plain http on loopback is the only thing to say about it.
      expect(report.withStatus('warn')).toEqual(['url'])
      expect(report.withStatus('skip')).toEqual(['tools_list', 'tool_names', 'tool_count'])
      expect(report.healthy).toBe(true)
    },
  )

  it('says that a server waits for its Gateway', async () => {
    const server = await createServer()
    const report = await run({ serverId: server.id })
    expect(report.healthy).toBe(false)
    expect(report.of('challenge')).toMatchObject({ status: 'fail' })
    expect(report.of('challenge')?.message).toContain('no Gateway attached')
  })

  it('says that a credential is not valid', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    await attach(gateway.id, server.id)
    const report = await run({ serverId: server.id, token: 'lmn_0wrong' })
    expect(report.of('tools_list')).toMatchObject({ status: 'fail' })
    expect(report.of('tools_list')?.message).toContain('refused')
  })

  it('needs a server that exists, and a custom host where one is asked for', async () => {
    expect((await admin('POST', '/doctor', { body: { serverId: 'srv_none' } })).status).toBe(404)
    const server = await createServer()
    const refused = await admin('POST', '/doctor', { body: { serverId: server.id, form: 'host' } })
    expect(refused.status).toBe(409)
    expect(pathsOf(await admin('POST', '/doctor', { body: { serverId: server.id, profile: 'x' } }))).toEqual([
      'profile',
    ])
  })
})
