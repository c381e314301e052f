// What the server is called here, filled in already.
import type { Form } from '../../ui/create-form.ts'
import { TextField } from '../../ui/field.tsx'

interface Named {
  name: string
  slug: string
}

export function SetupNameFields(props: {
  form: Pick<Form<Named>, 'values' | 'error'> & { set: (field: keyof Named, text: string) => void }
}) {
  return (
    <div class="grid gap-5 sm:grid-cols-2">
      <TextField
        label="Name"
        value={props.form.values.name}
        onInput={(text) => props.form.set('name', text)}
        error={props.form.error('name')}
      />
      <TextField
        label="Slug"
        value={props.form.values.slug}
        onInput={(text) => props.form.set('slug', text)}
        hint={`Its public path is /s/${props.form.values.slug}/mcp`}
        error={props.form.error('slug')}
      />
    </div>
  )
}
