// Where secrets stand in what is sent to Limen and what it issues.

/** Of an exchange at a token endpoint. */
export function secretsOfToken(form: string, body: string): unknown[] {
  const sent = new URLSearchParams(form)
  const issued = membersOf(body)
  return [
    ...['code', 'code_verifier', 'refresh_token'].map((name) => sent.get(name)),
    ...['access_token', 'refresh_token'].map((name) => issued[name]),
  ]
}

/** Access tokens, API keys, secrets of clients and embedding apps, invitations; and what admins and users hand in. */
const ISSUED = ['token', 'key', 'secret']
const SENT = [...ISSUED, 'upstreamKey', 'apiKey', 'workerSecret', 'clientSecret']

/** Of a write of the admin API that was done. */
export function secretsOfWrite(sent: string, body: string): unknown[] {
  const given = membersOf(sent)
  const issued = membersOf(body)
  return [...SENT.map((name) => given[name]), ...ISSUED.map((name) => issued[name])]
}

function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
