// Before each test file: every test speaks from an address of its own, because Limen counts registrations and sign-ins
// per address (O5, O14) and one machine runs them all; and what Limen answers, and every secret that clients hold, is kept
// for the canary (S12).
import { randomInt } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach } from 'vitest'
import { sharedStack } from './shared-stack.ts'

/** One JSON text a line: URL, status, headers and body of an answer. */
export const ANSWERS_FILE = 'answers.jsonl'

/** One secret a line: every token, code and verifier that any client of the suite held. */
export const SEEN_SECRETS_FILE = 'seen-secrets.txt'

const { stateDirectory, origin } = sharedStack()
const answersFile = path.join(stateDirectory, ANSWERS_FILE)
const secretsFile = path.join(stateDirectory, SEEN_SECRETS_FILE)
const platformFetch = globalThis.fetch
let address = ''

beforeEach(() => {
  address = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`
})

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init)
  // Local wrangler takes the address from here, and only from the connection where it is absent.
  if (address) request.headers.set('cf-connecting-ip', address)
  const isOurs = new URL(request.url).origin === origin
  const form = isOurs && request.url.endsWith('/token') ? await request.clone().text() : ''
  const response = await platformFetch(request)
  if (isOurs) void keep(request.url, form, response.clone())
  return response
}

async function keep(url: string, form: string, response: Response): Promise<void> {
  // A stream that its reader gave up has no more to keep.
  const body = await response.text().catch(() => '')
  const headers = [...response.headers].map((pair) => pair.join(': '))
  appendFileSync(answersFile, `${JSON.stringify({ url, status: response.status, headers, body })}\n`)
  if (response.ok && url.endsWith('/token'))
    appendFileSync(secretsFile, secretsOf(form, body).join('\n') + '\n')
}

function secretsOf(form: string, body: string): string[] {
  const sent = new URLSearchParams(form)
  const issued = JSON.parse(body) as Record<string, unknown>
  return [
    ...['code', 'code_verifier', 'refresh_token'].map((name) => sent.get(name)),
    ...['access_token', 'refresh_token'].map((name) => issued[name]),
  ].filter((value) => typeof value === 'string')
}
