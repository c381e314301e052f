import type { Server } from '../../../../../schema/api/servers.ts'
import { missingPermission } from '../../../../session/missing-permission.ts'
import { useSession } from '../../../../session/session.tsx'
import { Card } from '../../../../ui/card.tsx'
import type { Form } from '../../../../ui/create-form.ts'
import { TextArea, TextField } from '../../../../ui/field.tsx'
import type { SettingsValues } from './settings-values.ts'

export function GeneralCard(props: { form: Form<SettingsValues>; server: Server }) {
  const { may } = useSession()
  /** Clients send their tokens to whatever has the name that they know. */
  const isOfOthers = () => props.form.values.authMode === 'passthrough' && !may('gateways.attach')
  const publicUrl = () =>
    props.server.mcpUrl.replace(`/s/${props.server.slug}/`, `/s/${props.form.values.slug}/`)
  return (
    <Card title="General">
      <div class="space-y-5">
        <TextField
          label="Name"
          value={props.form.values.name}
          onInput={(name) => props.form.set('name', name)}
          error={props.form.error('name')}
        />
        <TextArea
          label="Description"
          rows={2}
          value={props.form.values.description}
          onInput={(description) => props.form.set('description', description)}
          error={props.form.error('description')}
        />
        <TextField
          label="Slug"
          class="font-mono"
          disabled={props.server.attachment !== null || isOfOthers()}
          value={props.form.values.slug}
          onInput={(slug) => props.form.set('slug', slug)}
          error={props.form.error('slug')}
          hint={
            props.server.attachment ? (
              'It is the public id and cannot change while a Gateway is attached.'
            ) : isOfOthers() ? (
              missingPermission('gateways.attach', 'Another slug with passthrough')
            ) : (
              <>
                Public MCP URL: <code class="font-mono break-all text-ink">{publicUrl()}</code>. Clients that
                use the old URL lose it.
              </>
            )
          }
        />
      </div>
    </Card>
  )
}
