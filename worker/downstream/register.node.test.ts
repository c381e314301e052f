import { describe, expect, it } from 'vitest'
import type { GatewayRow } from '../../schema/tables/gateways.ts'
import { OutboundError } from '../net/outbound-error.ts'
import { gatewayRow } from '../testing/rows.ts'
import type { DownstreamIo } from './io.ts'
import { ownClientDocument } from './own-client-document.ts'
import { registerDownstream } from './register.ts'

const CIMD = { client_id_metadata_document_supported: true }
const ENDPOINTS = {
  issuer: 'https://as.test.dev',
  authorization_endpoint: 'https://as.test.dev/authorize',
  token_endpoint: 'https://as.test.dev/token',
}
const WITH_DCR = { ...ENDPOINTS, registration_endpoint: 'https://as.test.dev/register' }

function server(answer: () => Response): DownstreamIo & { bodies: Record<string, unknown>[] } {
  const bodies: Record<string, unknown>[] = []
  return {
    bodies,
    now: () => 0,
    send: async (_url, init) => {
      bodies.push(JSON.parse(String(init.body)) as Record<string, unknown>)
      return answer()
    },
  }
}

const registers = () =>
  server(() => Response.json({ client_id: 'dyn', client_secret: 's3cret' }, { status: 201 }))

function register(
  row: Partial<GatewayRow>,
  metadata: Record<string, unknown> = {},
  io: DownstreamIo = registers(),
  publicOrigin = 'https://limen.test.dev',
) {
  const discovery = { at: 0, url: null, metadata, findings: [] }
  const gateway = gatewayRow({ registration: 'auto', clientId: null, endpoints: WITH_DCR, discovery, ...row })
  return registerDownstream({ gateway, publicOrigin, allowPrivateTargets: false, ownOrigins: [] }, io)
}

describe('D2: auto prefers preregistered, then CIMD, then DCR, then asks', () => {
  it('a client id that was entered', async () => {
    expect(await register({ clientId: 'mine' }, CIMD)).toMatchObject({
      registration: 'preregistered',
      clientId: 'mine',
    })
  })

  it('CIMD where the server supports it and Limen is public', async () => {
    const methods = { token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'] }
    expect(await register({}, { ...CIMD, ...methods })).toMatchObject({
      registration: 'cimd',
      clientId: 'https://limen.test.dev/g/gw_test/client.json',
      tokenEndpointAuthMethod: 'private_key_jwt',
    })
    expect(await register({}, CIMD)).toMatchObject({ registration: 'cimd', tokenEndpointAuthMethod: 'none' })
  })

  it.each(['http://127.0.0.1:8787', 'https://limen.internal', 'https://10.1.2.3'])(
    'CIMD is skipped for the origin %s',
    async (origin) => {
      expect(await register({}, CIMD, registers(), origin)).toMatchObject({
        registration: 'dcr',
        clientId: 'dyn',
      })
    },
  )

  it('DCR with what Limen is', async () => {
    const io = registers()
    expect(await register({}, {}, io)).toEqual({
      ok: true,
      registration: 'dcr',
      clientId: 'dyn',
      clientSecret: 's3cret',
      clientSecretExpiresAt: null,
      tokenEndpointAuthMethod: 'client_secret_basic',
    })
    expect(io.bodies[0]).toMatchObject({
      redirect_uris: ['https://limen.test.dev/g/gw_test/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    })
  })

  it('a server for public clients only gets a public client', async () => {
    const io = server(() =>
      Response.json({ client_id: 'dyn', token_endpoint_auth_method: 'none' }, { status: 201 }),
    )
    const metadata = { token_endpoint_auth_methods_supported: ['none'] }
    expect(await register({}, metadata, io)).toMatchObject({
      tokenEndpointAuthMethod: 'none',
      clientSecret: null,
    })
  })

  it('without any way the admin is asked for a client id', async () => {
    expect(await register({ endpoints: ENDPOINTS })).toMatchObject({
      ok: false,
      code: 'client_id_missing',
      field: 'clientId',
    })
  })

  it.each([
    ['a refusal', () => Response.json({ error: 'access_denied' }, { status: 403 }), 'dcr_refused'],
    ['a registration without an id', () => Response.json({}, { status: 201 }), 'dcr_unusable'],
    [
      'a confidential client without a secret',
      () =>
        Response.json({ client_id: 'x', token_endpoint_auth_method: 'client_secret_post' }, { status: 201 }),
      'dcr_unusable',
    ],
    [
      'an outage',
      () => {
        throw new OutboundError('timeout', 'no answer')
      },
      'dcr_unreachable',
    ],
  ] as const)('%s is explained', async (_name, answer, code) => {
    const result = await register({}, {}, server(answer))
    expect(result).toMatchObject({ ok: false, code, field: 'registration' })
  })

  it('the client document names itself byte for byte and shows keys only where they are used', () => {
    const origin = 'https://limen.test.dev'
    const keyed = ownClientDocument(gatewayRow({ tokenEndpointAuthMethod: 'private_key_jwt' }), origin)
    expect(keyed).toMatchObject({
      client_id: 'https://limen.test.dev/g/gw_test/client.json',
      jwks_uri: 'https://limen.test.dev/g/gw_test/jwks.json',
      token_endpoint_auth_method: 'private_key_jwt',
    })
    const open = ownClientDocument(gatewayRow({ tokenEndpointAuthMethod: 'none' }), origin)
    expect(open['jwks_uri']).toBeUndefined()
    expect(JSON.stringify([keyed, open])).not.toContain('client_secret')
  })
})
