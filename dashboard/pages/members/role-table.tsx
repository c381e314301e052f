// Which role has which permission.
import { For } from 'solid-js'
import { ROLE_PERMISSIONS, ROLES } from '../../../schema/api/role-permissions.ts'
import { PERMISSION_GROUPS, ROLE_MEANINGS, ROLE_NAMES } from '../../data/permissions.ts'
import { Card } from '../../ui/card.tsx'

export function RoleTable() {
  return (
    <Card title="What each role may do" flush>
      <dl class="grid gap-x-6 gap-y-2 px-4 py-3 text-sm sm:grid-cols-2">
        <For each={ROLES}>
          {(role) => (
            <div>
              <dt class="font-medium">{ROLE_NAMES[role]}</dt>
              <dd class="text-ink-soft">{ROLE_MEANINGS[role]}</dd>
            </div>
          )}
        </For>
      </dl>
      <details class="border-t border-line">
        <summary class="px-4 py-3 text-sm font-medium">Every permission of every role</summary>
        <div class="relative overflow-x-auto" tabIndex={0} role="group" aria-label="Permissions of each role">
          <table class="w-full text-left text-sm">
            <thead>
              <tr class="border-y border-line text-ink-soft">
                <th scope="col" class="px-4 py-2 font-medium">
                  Permission
                </th>
                <For each={ROLES}>
                  {(role) => (
                    <th scope="col" class="px-3 py-2 text-center font-medium">
                      {ROLE_NAMES[role]}
                    </th>
                  )}
                </For>
              </tr>
            </thead>
            <For each={PERMISSION_GROUPS}>
              {(group) => (
                <tbody class="divide-y divide-line border-b border-line">
                  <tr>
                    <th
                      scope="colgroup"
                      colSpan={ROLES.length + 1}
                      class="bg-sunken px-4 py-1.5 text-xs font-medium text-ink-soft"
                    >
                      {group.title}
                    </th>
                  </tr>
                  <For each={group.permissions}>
                    {({ name, allows }) => (
                      <tr>
                        <th scope="row" class="min-w-52 px-4 py-2 font-normal">
                          {allows}
                          <div class="font-mono text-xs text-ink-soft">{name}</div>
                        </th>
                        <For each={ROLES}>
                          {(role) => (
                            <td class="px-3 py-2 text-center">
                              {ROLE_PERMISSIONS[role].includes(name) ? (
                                <span class="text-ok">
                                  <span aria-hidden="true">✓</span>
                                  <span class="sr-only">yes</span>
                                </span>
                              ) : (
                                <span class="text-ink-soft">
                                  <span aria-hidden="true">–</span>
                                  <span class="sr-only">no</span>
                                </span>
                              )}
                            </td>
                          )}
                        </For>
                      </tr>
                    )}
                  </For>
                </tbody>
              )}
            </For>
          </table>
        </div>
      </details>
    </Card>
  )
}
