import type { Server } from '../../../../../schema/api/servers.ts'
import { Card } from '../../../../ui/card.tsx'
import type { Form } from '../../../../ui/create-form.ts'
import { TextArea, TextField } from '../../../../ui/field.tsx'
import type { SettingsValues } from './settings-values.ts'

export function GeneralCard(props: { form: Form<SettingsValues>; server: Server }) {
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
          disabled={props.server.attachment !== null}
          value={props.form.values.slug}
          onInput={(slug) => props.form.set('slug', slug)}
          error={props.form.error('slug')}
          hint={
            props.server.attachment ? (
              'It is the public id and cannot change while a Gateway is attached.'
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
