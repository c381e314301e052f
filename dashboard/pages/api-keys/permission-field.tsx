// What a key may: by role as a start, then one by one. Offers nothing that the person does not have.
import { createUniqueId, For, Show } from 'solid-js'
import type { Permission } from '../../../schema/api/permissions.ts'
import { ROLE_PERMISSIONS, ROLES } from '../../../schema/api/role-permissions.ts'
import { PERMISSION_GROUPS, ROLE_NAMES } from '../../data/permissions.ts'
import { visibleText } from '../../format/visible-text.ts'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/field.tsx'

/** An Admin's are an Owner's. */
const PRESETS = ROLES.filter((role) => role !== 'admin')

export function PermissionField(props: {
  value: readonly Permission[]
  onChange: (permissions: Permission[]) => void
  error?: string | undefined
}) {
  const { may } = useSession()
  const id = createUniqueId()
  const toggle = (names: readonly Permission[], isOn: boolean) => {
    const kept = props.value.filter((name) => !names.includes(name))
    props.onChange(isOn ? [...kept, ...names.filter(may)] : kept)
  }
  return (
    <fieldset aria-describedby={props.error ? `${id}-error` : undefined}>
      <legend class="text-sm font-medium">Permissions</legend>
      <div class="mt-1 mb-4 flex flex-wrap items-center gap-2 text-sm">
        <span class="w-full text-ink-soft">Start with those of a role, then add and take away:</span>
        <For each={PRESETS}>
          {(role) => (
            <Button
              aria-label={`Permissions of ${ROLE_NAMES[role]}`}
              onClick={() => props.onChange(ROLE_PERMISSIONS[role].filter(may))}
            >
              {role === 'owner' ? 'Owner (all)' : ROLE_NAMES[role]}
            </Button>
          )}
        </For>
        <Button aria-label="None of the permissions" onClick={() => props.onChange([])}>
          None
        </Button>
      </div>
      <Show when={props.error}>
        <p id={`${id}-error`} class="mb-3 text-sm text-bad" role="alert">
          {visibleText(props.error ?? '')}
        </p>
      </Show>
      <div class="space-y-5">
        <For each={PERMISSION_GROUPS}>
          {(group) => {
            const own = group.permissions.filter(({ name }) => may(name))
            const names = own.map(({ name }) => name)
            const isAll = () => names.every((name) => props.value.includes(name))
            return (
              <Show when={own.length > 0}>
                <div role="group" aria-label={group.title}>
                  <div class="mb-1.5 flex items-center gap-2">
                    <span class="text-sm font-medium text-ink-soft">{group.title}</span>
                    <Button
                      tone="quiet"
                      aria-label={`${isAll() ? 'None' : 'All'} of ${group.title}`}
                      onClick={() => toggle(names, !isAll())}
                    >
                      {isAll() ? 'None' : 'All'}
                    </Button>
                  </div>
                  <div class="space-y-1.5">
                    <For each={own}>
                      {({ name, allows }) => (
                        <Checkbox
                          label={allows}
                          hint={<span class="font-mono text-xs">{name}</span>}
                          checked={props.value.includes(name)}
                          onChange={(isOn) => toggle([name], isOn)}
                        />
                      )}
                    </For>
                  </div>
                </div>
              </Show>
            )
          }}
        </For>
      </div>
    </fieldset>
  )
}
