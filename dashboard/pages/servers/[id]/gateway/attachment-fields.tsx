// What an attachment decides: which of the Gateway's scopes, and a host name of its own.
import type { Form } from '../../../../ui/create-form.ts'
import { TextField } from '../../../../ui/field.tsx'
import { ScopeSubset } from './scope-subset.tsx'

export interface AttachmentValues {
  /** Null: all scopes of the Gateway. */
  scopes: string[] | null
  customHost: string
}

export function AttachmentFields(props: {
  form: Pick<Form<AttachmentValues>, 'values' | 'error'> & {
    set: {
      (field: 'scopes', scopes: string[] | null): void
      (field: 'customHost', host: string): void
    }
  }
  gatewayScopes: readonly string[]
}) {
  return (
    <>
      <ScopeSubset
        all={props.gatewayScopes}
        chosen={props.form.values.scopes}
        onChange={(scopes) => props.form.set('scopes', scopes)}
        error={props.form.error('scopes')}
      />
      <TextField
        label="Custom host (optional)"
        class="font-mono"
        placeholder="mcp.example.com"
        hint="A host name of this server alone, for clients that only look at an origin’s root. Point its DNS at this deployment first."
        value={props.form.values.customHost}
        onInput={(host) => props.form.set('customHost', host)}
        error={props.form.error('customHost')}
      />
    </>
  )
}
