// The headers of a remote as fields of a server: fixed ones, the key, and what somebody must still enter. Pure.
import type { ApiKeyPlacement } from '../../../schema/api/library.ts'
import type { ImportNeed } from '../../../schema/api/server-json.ts'
import { ownOf, repeatedIn, variablesIn, type HeaderInput } from './document.ts'

export interface DraftHeaders {
  apiKey: ApiKeyPlacement | null
  staticHeaders: Record<string, string>
  needs: ImportNeed[]
  warnings: string[]
}

/** The first required secret is the key of the server; everything else is static headers. */
export function draftHeaders(headers: readonly HeaderInput[]): DraftHeaders {
  const draft: DraftHeaders = { apiKey: null, staticHeaders: {}, needs: [], warnings: [] }
  const staticHeaders = new Map<string, string>()
  const names = headers.map(({ name }) => name.toLowerCase())
  for (const name of repeatedIn(names))
    draft.warnings.push(`The header ${name} stands there more than once; only the first was read.`)
  for (const [index, header] of headers.entries()) {
    const name = names[index] ?? ''
    if (names.indexOf(name) !== index) continue
    const fixed = fixedValue(header)
    if (fixed !== undefined && !header.isSecret) {
      staticHeaders.set(name, fixed)
      const left = variablesIn(fixed).map((one) => `{${one}}`)
      if (left.length > 0)
        draft.warnings.push(`The header ${header.name} has ${left.join(', ')} in it, as it stands there.`)
    } else if (isSecret(header) && header.isRequired && draft.apiKey === null) {
      draft.apiKey = placementOf(header)
      draft.needs.push(need('api_key', 'upstreamKey', header, 'The key that this server asks for'))
    } else if (header.isRequired) {
      draft.needs.push(need('header', `staticHeaders.${name}`, header, `The header ${header.name}`))
    } else {
      draft.warnings.push(`The header ${header.name} is optional and was left out.`)
    }
  }
  // Own members, whatever their names.
  return { ...draft, staticHeaders: Object.fromEntries(staticHeaders) }
}

/** A value that no user has to complete. */
function fixedValue({ value, default: standard, variables }: HeaderInput): string | undefined {
  if (value === undefined) return standard
  let isComplete = true
  const filled = value.replaceAll(/\{([^{}]+)\}/g, (template, name: string) => {
    const variable = ownOf(variables, name)
    if (variable === undefined) return template
    const text = variable.isSecret ? undefined : (variable.value ?? variable.default)
    isComplete &&= text !== undefined
    return text ?? template
  })
  return isComplete ? filled : undefined
}

function isSecret(header: HeaderInput): boolean {
  return header.isSecret || Object.values(header.variables).some((variable) => variable.isSecret)
}

function placementOf(header: HeaderInput): ApiKeyPlacement {
  const name = header.name.toLowerCase()
  const template = header.value ?? ''
  const secret =
    variablesIn(template).find((variable) => ownOf(header.variables, variable)?.isSecret) ??
    variablesIn(template)[0]
  const prefix = secret === undefined ? '' : template.slice(0, template.indexOf(`{${secret}}`))
  const isBearer = name === 'authorization' && (prefix === '' || /^bearer $/i.test(prefix))
  return isBearer ? { placement: 'bearer', name: null, prefix: '' } : { placement: 'header', name, prefix }
}

function need(kind: ImportNeed['kind'], field: string, header: HeaderInput, what: string): ImportNeed {
  const described = header.description ? `: ${header.description}` : ''
  return { kind, field, name: header.name, message: `${what}${described}`, choices: header.choices }
}
