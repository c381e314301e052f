// Before each test file of the shared stack: what Limen answers, and every secret that clients hold, is kept for the canary
// (S12).
import './own-address.ts'
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { keepSecrets } from './keep-secrets.ts'
import { secretsOfToken, secretsOfWrite } from './secrets-in.ts'
import { sharedStack } from './shared-stack.ts'

/** One JSON text a line: URL, status, headers and body of an answer. */
export const ANSWERS_FILE = 'answers.jsonl'

const { stateDirectory, origin } = sharedStack()
const answersFile = path.join(stateDirectory, ANSWERS_FILE)
const fetchFromOwnAddress = globalThis.fetch

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init)
  const isOurs = new URL(request.url).origin === origin
  const sent = isOurs && request.method !== 'GET' ? await request.clone().text() : ''
  const response = await fetchFromOwnAddress(request)
  if (isOurs) void keep(request, sent, response.clone())
  return response
}

async function keep({ url, method }: Request, sent: string, response: Response): Promise<void> {
  // A stream that its reader gave up has no more to keep.
  const body = await response.text().catch(() => '')
  const headers = [...response.headers].map((pair) => pair.join(': '))
  appendFileSync(answersFile, `${JSON.stringify({ url, status: response.status, headers, body })}\n`)
  if (!response.ok) return
  if (url.endsWith('/token')) keepSecrets(secretsOfToken(sent, body))
  else if (method !== 'GET' && url.startsWith(`${origin}/api/v1/`)) keepSecrets(secretsOfWrite(sent, body))
}
