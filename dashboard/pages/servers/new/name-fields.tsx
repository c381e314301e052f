// What the server is called, and the public URL that follows from it.
import { useDeployment } from '../../../data/deployment.ts'
import { readyData } from '../../../data/ready-data.ts'
import { TextArea, TextField } from '../../../ui/field.tsx'
import type { ServerForm } from './create-server-form.ts'

export function NameFields(props: { form: ServerForm }) {
  const deployment = useDeployment()
  const origin = () => readyData(deployment)?.publicOrigin ?? ''
  return (
    <div class="space-y-5">
      <TextField
        label="Name"
        value={props.form.values.name}
        onInput={props.form.setName}
        error={props.form.error('name')}
      />
      <TextField
        label="Slug"
        class="font-mono"
        value={props.form.values.slug}
        onInput={props.form.setSlug}
        error={props.form.error('slug')}
        hint={
          <>
            Public MCP URL:{' '}
            <code class="font-mono break-all text-ink">
              {origin()}/s/{props.form.values.slug || '…'}/mcp
            </code>
            . It cannot change once a Gateway is attached.
          </>
        }
      />
      <TextArea
        label="Description (optional)"
        rows={2}
        value={props.form.values.description}
        onInput={(text) => props.form.set('description', text)}
        error={props.form.error('description')}
      />
    </div>
  )
}
