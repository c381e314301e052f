// Makes this app known to both sides: as a client of the authorization server, and as an embedding app of the Gateway.
// Reads what `npm start` left in .local/demo.json and writes .env.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { registerHostApp } from './register.ts'

const demo = JSON.parse(readFileSync(new URL('../../.local/demo.json', import.meta.url), 'utf8')) as {
  adminApi: string
  adminSecret: string
  downstreamIssuer: string
  gatewayId: string
  servers: { mcpUrl: string }[]
}
const port = Number(process.env.PORT ?? '8707')
const environment = await registerHostApp({
  ...demo,
  issuer: demo.downstreamIssuer,
  origin: `http://127.0.0.1:${port}`,
  mcpUrl: demo.servers[0]?.mcpUrl ?? '',
})
const lines = Object.entries({ PORT: String(port), ...environment }).map(
  ([name, value]) => `${name}=${value}`,
)
const file = new URL('.env', import.meta.url)
writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
chmodSync(file, 0o600)
console.log('.env is written; now: npm start')
