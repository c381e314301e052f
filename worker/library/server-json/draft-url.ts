// The URL of a remote as the form of a server takes it: variables filled in, query apart, no fragment. Pure.
import type { ImportNeed } from '../../../schema/api/server-json.ts'
import { ownOf, repeatedIn, type Remote } from './document.ts'

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
    const known = ownOf(remote.variables, name)
    if (!known) warnings.push(`The URL names {${name}}, which its variables do not describe.`)
    const value = known?.value ?? ownOf(given, name) ?? known?.default
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
  const rest = needs.reduce((text, { name }) => text.replaceAll(`{${name}}`, ''), url)
  if (/[{}]/.test(rest)) {
    const fault = 'Braces are left in it once its variables are filled in.'
    return { runtimeUrl: url, staticQuery: {}, needs: [], fault, warnings }
  }
  if (needs.length > 0) {
    return { runtimeUrl: url, staticQuery: {}, needs: distinct(needs), fault: null, warnings }
  }
  const { repeated, ...plain } = plainUrl(url)
  return { ...plain, needs: [], warnings: [...warnings, ...repeated] }
}

/** What is filled in must be a URL still. */
function plainUrl(
  text: string,
): Pick<DraftUrl, 'runtimeUrl' | 'staticQuery' | 'fault'> & { repeated: string[] } {
  const unusable = (fault: string) => ({ runtimeUrl: text, staticQuery: {}, fault, repeated: [] })
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    return unusable('With these variables it is no http(s) URL.')
  }
  if (url.username !== '' || url.password !== '') {
    return unusable('It carries a user name or password in the URL.')
  }
  const query = url.searchParams
  // The first of each name; `fromEntries` makes own members of any name.
  const staticQuery = Object.fromEntries([...query.keys()].map((name) => [name, query.get(name) ?? '']))
  const repeated = repeatedIn([...query.keys()]).map(
    (name) =>
      `The query of the URL has ${name} more than once (${query
        .getAll(name)
        .map((value) => JSON.stringify(value))
        .join(', ')}). A server sends it once, with the first value; ask the publisher for a URL without.`,
  )
  url.search = ''
  url.hash = ''
  return { runtimeUrl: url.href, staticQuery, fault: null, repeated }
}

function distinct(needs: readonly ImportNeed[]): ImportNeed[] {
  return needs.filter(({ name }, index) => needs.findIndex((other) => other.name === name) === index)
}
