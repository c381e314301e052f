// The page of what an audit event is about. Pure.

const PAGES: Readonly<Record<string, (id: string) => string>> = {
  server: (id) => `/servers/${id}`,
  gateway: (id) => `/gateways/${id}`,
  agent: (id) => `/agents/${id}`,
  group: (id) => `/access/groups/${id}`,
  rule: (id) => `/access/rules?rule=${id}`,
  budget: (id) => `/limits?budget=${id}`,
  rate_limit: (id) => `/limits?rateLimit=${id}`,
  access_token: () => '/tokens',
  member: () => '/members',
  invitation: () => '/members',
  api_key: () => '/api-keys',
}

/** Undefined for what has no page, such as a session. */
export function resourcePageOf(kind: string, id: string): string | undefined {
  return Object.hasOwn(PAGES, kind) ? PAGES[kind]?.(encodeURIComponent(id)) : undefined
}

/** `gateway.clients_changed` → `Gateway clients changed`. */
export function wordsOf(name: string): string {
  const text = name.replaceAll(/[._-]+/g, ' ').replace(/^api\b/, 'API')
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}
