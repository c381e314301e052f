// A server.json as drafts of servers, with everything that could not be used and why (product.md §6). Pure.
import type { FieldError } from '../../../schema/api/problem.ts'
import {
  SERVER_JSON_SCHEMA,
  type ImportedDraft,
  type ServerJsonImported,
} from '../../../schema/api/server-json.ts'
import { slugOf } from '../drafts.ts'
import { serverJson, type Remote, type ServerJson } from './document.ts'
import { draftHeaders } from './draft-headers.ts'
import { draftUrl } from './draft-url.ts'
import { explainPackage } from './explain-package.ts'
import { unknownFields } from './unknown-fields.ts'

export type ReadServerJson = { ok: true; imported: ServerJsonImported } | { ok: false; errors: FieldError[] }

/** Paths in errors and reports are those of the document. */
export function readServerJson(
  given: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, string>>,
): ReadServerJson {
  const { document, prefix } = unwrapped(given)
  const parsed = serverJson.safeParse(document)
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({
      path: `document.${prefix}${path.map(String).join('.')}`.replace(/\.$/, ''),
      message: /received undefined/.test(message) ? 'is required' : message,
    }))
    return { ok: false, errors }
  }
  const imported = collect(parsed.data, variables)
  return {
    ok: true,
    imported: {
      ...imported,
      unknownFields: [
        ...unknownBeside(given, prefix),
        ...unknownFields(document).map((path) => `${prefix}${path}`),
      ],
    },
  }
}

function collect(
  server: ServerJson,
  variables: Readonly<Record<string, string>>,
): Omit<ServerJsonImported, 'unknownFields'> {
  const found: Omit<ServerJsonImported, 'unknownFields'> = {
    name: server.name,
    title: server.title ?? null,
    version: server.version,
    websiteUrl: server.websiteUrl ?? null,
    repositoryUrl: server.repository?.url ?? null,
    drafts: [],
    unusable: [],
    warnings: [...schemaWarnings(server), ...unusedVariables(server, variables)],
  }
  for (const [index, remote] of server.remotes.entries()) draftRemote(server, remote, index, variables, found)
  found.unusable.push(...server.packages.map(explainPackage))
  return { ...found, drafts: found.drafts.toSorted((a, b) => a.needs.length - b.needs.length) }
}

function draftRemote(
  server: ServerJson,
  remote: Remote,
  index: number,
  variables: Readonly<Record<string, string>>,
  found: Omit<ServerJsonImported, 'unknownFields'>,
): void {
  const path = `remotes.${index}`
  const unusable = (reason: string) => void found.unusable.push({ path, what: remote.url, reason })
  if (remote.type === 'sse') {
    return unusable(
      'It speaks the HTTP+SSE transport of 2024-11-05, which MCP has replaced. Ask the publisher for a Streamable HTTP URL.',
    )
  }
  const url = draftUrl(remote, variables)
  if (url.fault !== null) return unusable(url.fault)
  const headers = draftHeaders(remote.headers)
  const messages = [...url.warnings, ...headers.warnings]
  found.warnings.push(...messages.map((message) => ({ path, message })))
  const name = server.title ?? server.name.slice(server.name.indexOf('/') + 1)
  found.drafts.push({
    path,
    slug: slugOf(name),
    name: name.slice(0, 120),
    description: server.description,
    runtimeUrl: url.runtimeUrl,
    authMode: headers.apiKey === null ? null : 'api_key',
    apiKey: headers.apiKey,
    staticHeaders: headers.staticHeaders,
    staticQuery: url.staticQuery,
    needs: [...url.needs, ...headers.needs, ...(headers.apiKey === null ? [AUTH_MODE] : [])],
  })
}

const AUTH_MODE: ImportedDraft['needs'][number] = {
  kind: 'auth_mode',
  field: 'authMode',
  name: 'authMode',
  message: 'The document does not say how the server knows its users. Probe the URL, or choose.',
  choices: ['oauth', 'passthrough', 'api_key', 'none'],
}

function schemaWarnings({ $schema, description }: ServerJson): ServerJsonImported['warnings'] {
  const warnings: ServerJsonImported['warnings'] = []
  if ($schema === undefined) {
    warnings.push({ path: '$schema', message: `names no schema; it was read as ${SERVER_JSON_SCHEMA}` })
  } else if ($schema !== SERVER_JSON_SCHEMA) {
    warnings.push({ path: '$schema', message: `is another version; it was read as ${SERVER_JSON_SCHEMA}` })
  }
  if (description.length > 100)
    warnings.push({
      path: 'description',
      message: 'has more than the 100 characters that the registry takes',
    })
  return warnings
}

function unusedVariables(
  server: ServerJson,
  variables: Readonly<Record<string, string>>,
): ServerJsonImported['warnings'] {
  const urls = server.remotes.map(({ url }) => url).join('\n')
  return Object.keys(variables)
    .filter((name) => !urls.includes(`{${name}}`))
    .map((name) => ({ path: `variables.${name}`, message: 'no URL of a remote has this variable' }))
}

/** A registry answers `{ server, _meta }` (its API) where a publisher keeps the server alone. */
function unwrapped(given: Readonly<Record<string, unknown>>): { document: unknown; prefix: string } {
  const isWrapped = !('name' in given) && typeof given['server'] === 'object' && given['server'] !== null
  return isWrapped ? { document: given['server'], prefix: 'server.' } : { document: given, prefix: '' }
}

function unknownBeside(given: Readonly<Record<string, unknown>>, prefix: string): string[] {
  if (prefix === '') return []
  return Object.keys(given).filter((name) => name !== 'server' && name !== '_meta')
}
