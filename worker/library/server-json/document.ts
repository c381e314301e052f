// The `server.json` of the MCP Registry, schema 2025-12-11: what must hold before anything of it is used. Fields that
// are not named here are kept out by zod and reported by `unknown-fields.ts`. Pure.
import { z } from 'zod'

const input = z.object({
  description: z.string().optional(),
  isRequired: z.boolean().default(false),
  isSecret: z.boolean().default(false),
  format: z.enum(['string', 'number', 'boolean', 'filepath']).optional(),
  value: z.string().optional(),
  default: z.string().optional(),
  placeholder: z.string().optional(),
  choices: z.array(z.string()).default([]),
})
const inputs = z.record(z.string(), input).default({})

const header = input.extend({
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/,
      'must be a header name such as X-API-Key (RFC 9110 §5.6.2)',
    ),
  variables: inputs,
})

const remote = z.object({
  type: z.enum(['streamable-http', 'sse'], { error: 'must be "streamable-http" or "sse"' }),
  url: z
    .string('must be a URL')
    .max(2_048)
    .refine(isUrlTemplate, 'must be an http(s) URL, with {variables} where parts differ for each user'),
  headers: z.array(header).default([]),
  variables: inputs,
})

const transport = z.object({ type: z.enum(['stdio', 'streamable-http', 'sse']), url: z.string().optional() })

const packageShape = z.object({
  registryType: z.string('say which registry holds the package, such as "npm"').min(1),
  identifier: z.string().min(1),
  version: z.string().optional(),
  transport: transport.optional(),
})

export const serverJson = z.object({
  $schema: z.string().optional(),
  name: z
    .string()
    .min(3)
    .max(200)
    .regex(
      /^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/,
      'must be a reverse DNS name with one slash, such as com.example/tickets',
    ),
  title: z.string().min(1).max(200).optional(),
  description: z.string().min(1).max(2_000),
  version: z
    .string()
    .min(1)
    .max(255)
    .refine((text) => !/^(latest|\*|[\^~<>=].*|.*\.[x*])$/i.test(text), 'must be one version, not a range'),
  websiteUrl: z.url().max(2_048).optional(),
  repository: z.object({ url: z.string().max(2_048).optional() }).optional(),
  remotes: z.array(remote).max(50).default([]),
  packages: z.array(packageShape).max(50).default([]),
})

export type ServerJson = z.infer<typeof serverJson>
export type Remote = z.infer<typeof remote>
export type Package = z.infer<typeof packageShape>
export type HeaderInput = z.infer<typeof header>
export type Input = z.infer<typeof input>

/** Each `{name}` of a template, in order. */
export function variablesIn(template: string): string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '')
}

/** Names come from outside: what every object inherits is not among them. */
export function ownOf<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

/** Of these names, those that stand more than once. */
export function repeatedIn(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}

function isUrlTemplate(template: string): boolean {
  const filled = template.replace(/^\{[^{}]+\}/, 'https://host').replaceAll(/\{[^{}]+\}/g, 'x')
  return URL.canParse(filled) && /^https?:$/.test(new URL(filled).protocol)
}
