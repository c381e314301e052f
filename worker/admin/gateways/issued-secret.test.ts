import { expect, it } from 'vitest'
import { CLIENT_SECRET, createGateway } from '../../testing/admin-builders.ts'
import { admin } from '../../testing/admin-client.ts'
import { fakeDownstream } from '../../testing/fake-downstream.ts'

it('the end of an issued secret is kept and shown until a secret is entered by hand (RFC 7591 §3.2.1)', async () => {
  const gateway = await createGateway({
    authorizationServerUrl: `${fakeDownstream().first}/registering`,
    clientId: null,
    clientSecret: null,
  })
  const issued = { clientSecretSet: true, clientSecretExpiresAt: 2_000_000_000_000 }
  expect(gateway).toMatchObject(issued)
  const path = `/gateways/${gateway.id}`
  const renamed = await admin('PATCH', path, { body: { name: 'Renamed' }, ifMatch: 1 })
  expect(renamed.body).toMatchObject(issued)
  expect((await admin('GET', path)).body).toMatchObject(issued)
  const entered = await admin('PATCH', path, { body: { clientSecret: CLIENT_SECRET }, ifMatch: 2 })
  expect(entered.body).toMatchObject({ clientSecretSet: true, clientSecretExpiresAt: null })
})
