// The URL of a remote as the form of a server takes it: variables filled in, query apart, no fragment. Pure.
import type { ImportNeed } from '../../../schema/api/server-json.ts'
import { variablesIn, type Remote } from './document.ts'

export interface DraftUrl {
  runtimeUrl: string
  staticQuery: Record<string, string>
  needs: ImportNeed[]
  /** Why the URL cannot be used at all; null where it can, now or once the needs are met. */
  fault: string | null
  warnings: string[]
}

export function draftUrl(remote: Remote, given: Readonly<Record<string, string>>): DraftUrl {
  const needs: ImportNeed[] = []
  const warnings: string[] = []
  const url = remote.url.replaceAll(/\{([^{}]+)\}/g, (template, name: string) => {
    const known = remote.variables[name]
    if (!known) warnings.push(`The URL names {${name}}, which its variables do not describe.`)
    const value = known?.value ?? given[name] ?? known?.default
    const choices = known?.choices ?? []
    if (value !== undefined && (choices.length === 0 || choices.includes(value))) return value
    const described = known?.description ? `${known.description}. ` : ''
    needs.push({
      kind: 'variable',
      field: `variables.${name}`,
      name,
      message: `${described}Send a value for {${name}}${choices.length > 0 ? `, one of ${choices.join(', ')}` : ''}.`,
      choices,
    })
    return template
  })
  if (variablesIn(url).length > 0) {
    return { runtimeUrl: url, staticQuery: {}, needs: distinct(needs), fault: null, warnings }
  }
  return { ...plainUrl(url), needs: [], warnings }
}

/** What is filled in must be a URL still. */
function plainUrl(text: string): Pick<DraftUrl, 'runtimeUrl' | 'staticQuery' | 'fault'> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    return { runtimeUrl: text, staticQuery: {}, fault: 'With these variables it is no http(s) URL.' }
  }
  if (url.username !== '' || url.password !== '') {
    return { runtimeUrl: text, staticQuery: {}, fault: 'It carries a user name or password in the URL.' }
  }
  const staticQuery = Object.fromEntries(url.searchParams)
  url.search = ''
  url.hash = ''
  return { runtimeUrl: url.href, staticQuery, fault: null }
}

function distinct(needs: readonly ImportNeed[]): ImportNeed[] {
  return needs.filter(({ name }, index) => needs.findIndex((other) => other.name === name) === index)
}
