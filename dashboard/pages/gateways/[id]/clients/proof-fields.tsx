// How a client or an embedding app proves itself at Limen's token endpoint. The method stays as it was made.
import { Show } from 'solid-js'
import { SelectField, TextField } from '../../../../ui/field.tsx'

export const SECRET_METHODS = [
  { value: 'client_secret_basic', label: 'A secret in the Authorization header' },
  { value: 'client_secret_post', label: 'A secret in the body' },
  { value: 'private_key_jwt', label: 'A key of its own (private_key_jwt)' },
] as const

export function ProofFields<Method extends string>(props: {
  noun: 'client' | 'app'
  isNew: boolean
  methods: readonly { value: Method; label: string }[]
  method: Method
  onMethod: (method: Method) => void
  jwksUri: string
  onJwksUri: (uri: string) => void
  error: (field: string) => string | undefined
}) {
  return (
    <>
      <Show when={props.isNew}>
        <SelectField
          label={`How the ${props.noun} proves itself`}
          value={props.method}
          options={props.methods}
          onChange={(value) => {
            const chosen = props.methods.find((option) => option.value === value)
            if (chosen) props.onMethod(chosen.value)
          }}
          hint="A secret is made by Limen and shown once."
          error={props.error('tokenEndpointAuthMethod')}
        />
      </Show>
      <Show when={props.method === 'private_key_jwt'}>
        <TextField
          label="URL of its keys (jwks_uri)"
          type="url"
          value={props.jwksUri}
          onInput={props.onJwksUri}
          error={props.error('jwksUri')}
        />
      </Show>
    </>
  )
}
