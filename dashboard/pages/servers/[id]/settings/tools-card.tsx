// What happens to tools that appear or change, and whose word is taken for who calls (product.md §6).
import type { Server } from '../../../../../schema/api/servers.ts'
import { missingPermission } from '../../../../session/missing-permission.ts'
import { useSession } from '../../../../session/session.tsx'
import { Card } from '../../../../ui/card.tsx'
import { ChoiceField } from '../../../../ui/choice-field.tsx'
import type { Form } from '../../../../ui/create-form.ts'
import { Checkbox } from '../../../../ui/field.tsx'
import type { SettingsValues } from './settings-values.ts'

export const NEW_TOOLS = [
  {
    value: 'read_only_on',
    label: 'On if they only read',
    hint: 'Others wait until somebody switches them on.',
  },
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off', hint: 'Each waits until somebody switches it on.' },
] as const

export const CHANGED_TOOLS = [
  {
    value: 'report',
    label: 'Report it',
    hint: 'They go on working; the Tools tab shows the difference.',
  },
  { value: 'hide', label: 'Hide them', hint: 'Until somebody approves the change.' },
  { value: 'block', label: 'Block calls', hint: 'They stay listed, and every call is refused.' },
] as const

export function ToolsCard(props: { form: Form<SettingsValues>; server: Server }) {
  const { may } = useSession()
  /** What holds for every tool that nobody configured is a matter of who may configure tools. */
  const ofTools = () =>
    may('tools.configure') ? {} : { disabled: true, hint: missingPermission('tools.configure') }
  return (
    <Card title="Tools and identities">
      <div class="space-y-5">
        <ChoiceField
          legend="New tools"
          value={props.form.values.newTools}
          choices={NEW_TOOLS}
          {...ofTools()}
          onChange={(value) => props.form.set('newTools', value)}
          error={props.form.error('newTools')}
        />
        <ChoiceField
          legend="Tools whose definition changed"
          value={props.form.values.changedTools}
          choices={CHANGED_TOOLS}
          {...ofTools()}
          onChange={(value) => props.form.set('changedTools', value)}
          error={props.form.error('changedTools')}
        />
        <Checkbox
          label="Accept claimed identities"
          hint={
            may('access.configure')
              ? 'Then a user who is only claimed, by x-mcp-user for one, can satisfy an allow list here.'
              : missingPermission('access.configure', 'Switching it on')
          }
          disabled={!may('access.configure') && !props.server.acceptClaimed}
          checked={props.form.values.acceptClaimed}
          onChange={(isOn) => props.form.set('acceptClaimed', isOn)}
        />
        <Checkbox
          label="Its tools search the web"
          hint="Marks it for the web-search policy."
          checked={props.form.values.webSearch}
          onChange={(isOn) => props.form.set('webSearch', isOn)}
        />
      </div>
    </Card>
  )
}
