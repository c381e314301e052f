// Before each test file: every test speaks from an address of its own, because Limen counts registrations and sign-ins
// per address (O5, O14) and one machine runs them all.
import { randomInt } from 'node:crypto'
import { beforeEach } from 'vitest'

const platformFetch = globalThis.fetch
let address = ''

beforeEach(() => {
  address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`
})

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init)
  // Local wrangler takes the address from here, and only from the connection where it is absent.
  if (address) request.headers.set('cf-connecting-ip', address)
  return platformFetch(request)
}
