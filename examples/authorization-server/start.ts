// An OpenID provider in one process: settings in, `listening <url>` out, gone on SIGTERM.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { interactionRoutes } from './interactions.ts'
import { ledgerRoutes } from './ledger.ts'
import { createProvider } from './provider.ts'
import { parseSettings } from './settings.ts'
import { openStorage } from './storage.ts'

const settings = parseSettings(process.env)
const storage = openStorage(settings.stateFile)

// The issuer holds the port, so the provider is made once the port is known.
const server = createServer().listen(settings.port, settings.host, () => {
  const { port } = server.address() as AddressInfo
  const issuer = settings.issuer ?? `http://${settings.host}:${port}`
  const provider = createProvider(issuer, settings, storage)
  if (settings.ledger) provider.use(ledgerRoutes(storage))
  provider.use(interactionRoutes(provider, new Set(settings.webClient && [settings.webClient.clientId])))
  server.on('request', provider.callback())
  console.log(`listening ${issuer}`)
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close(() => storage.close())
    server.closeAllConnections()
  })
}
