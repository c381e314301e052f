// What still names a group or an agent that somebody wants to delete, as the API lists it: each with the way there.
import { A } from '@solidjs/router'
import { For } from 'solid-js'
import type { FieldError } from '../../../schema/api/problem.ts'
import { ApiProblem } from '../../data/api.ts'
import { createLogNames } from '../logs/log-names.ts'
import { visibleText } from '../../format/visible-text.ts'

export function Uses(props: { of: unknown }) {
  const names = createLogNames()
  const named = (message: string) =>
    visibleText(
      message.replaceAll(/\b(srv|gw)_[\w-]+/g, (id) =>
        id.startsWith('srv_') ? names.server(id) : names.gateway(id),
      ),
    )
  return (
    <ul class="mt-3 list-disc space-y-1 pl-5 text-sm">
      <For each={usesIn(props.of)}>
        {(use) => {
          const href = placeOf(use.path)
          return (
            <li class="break-words">
              {href === undefined ? (
                named(use.message)
              ) : (
                <A href={href} class="text-accent hover:underline">
                  {named(use.message)}
                </A>
              )}
            </li>
          )
        }}
      </For>
    </ul>
  )
}

function usesIn(error: unknown): readonly FieldError[] {
  return error instanceof ApiProblem ? (error.problem.errors ?? []) : []
}

/** Field paths of the API: `servers.srv_….access`, `rules.rul_…`, `access-tokens.tok_…`. */
export function placeOf(path: string): string | undefined {
  const [kind, id] = path.split('.')
  if (kind === undefined || id === undefined) return undefined
  if (kind === 'servers' || kind === 'gateways') return `/${kind}/${encodeURIComponent(id)}/access`
  if (kind === 'rules') return `/access/rules?rule=${encodeURIComponent(id)}`
  return kind === 'access-tokens' ? '/tokens' : undefined
}
