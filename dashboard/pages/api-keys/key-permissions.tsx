import { For, Match, Switch } from 'solid-js'
import type { Permission } from '../../../schema/api/permissions.ts'
import { PERMISSIONS } from '../../../schema/api/role-permissions.ts'

const SHOWN_MAX = 2

/** How much a key may, in a line; all of it when opened. */
export function KeyPermissions(props: { permissions: readonly Permission[] }) {
  return (
    <Switch>
      <Match when={props.permissions.length === PERMISSIONS.length}>All permissions</Match>
      <Match when={props.permissions.length <= SHOWN_MAX}>
        <span class="font-mono text-[0.8125rem]">{props.permissions.join(', ')}</span>
      </Match>
      <Match when={true}>
        <details>
          <summary class="whitespace-nowrap">{props.permissions.length} permissions</summary>
          <ul class="mt-1 font-mono text-[0.8125rem] text-ink-soft">
            <For each={props.permissions}>{(name) => <li>{name}</li>}</For>
          </ul>
        </details>
      </Match>
    </Switch>
  )
}
