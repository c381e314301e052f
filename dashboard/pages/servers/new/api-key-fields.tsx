// Mode `api_key`: where the upstream's key stands in a call, and whose it is (product.md §3).
import { Show } from 'solid-js'
import type { Server } from '../../../../schema/api/servers.ts'
import { ChoiceField } from '../../../ui/choice-field.tsx'
import { SelectField, TextField } from '../../../ui/field.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'

type Auth = NonNullable<Server['upstreamAuth']>

export const PLACEMENTS: readonly { value: Auth['placement']; label: string }[] = [
  { value: 'bearer', label: 'Authorization header, as a bearer token' },
  { value: 'header', label: 'A header of its own' },
  { value: 'query', label: 'A query parameter' },
]

export function ApiKeyFields(props: {
  auth: Auth
  onAuth: (change: Partial<Auth>) => void
  upstreamKey: string
  onKey: (key: string) => void
  /** Stands beside the key where there is one already. */
  keyHint?: string | undefined
  error: (field: string) => string | undefined
}) {
  return (
    <>
      <SelectField
        label="Where the key goes"
        value={props.auth.placement}
        options={PLACEMENTS}
        onChange={(value) => {
          const placement = PLACEMENTS.find((option) => option.value === value)?.value
          if (placement) props.onAuth({ placement, ...(placement === 'bearer' ? { name: null } : {}) })
        }}
        error={props.error('upstreamAuth.placement')}
      />
      <Show when={props.auth.placement !== 'bearer'}>
        <TextField
          label={props.auth.placement === 'header' ? 'Name of the header' : 'Name of the parameter'}
          placeholder={props.auth.placement === 'header' ? 'x-api-key' : 'api_key'}
          value={props.auth.name ?? ''}
          onInput={(name) => props.onAuth({ name: name === '' ? null : name })}
          error={props.error('upstreamAuth.name')}
        />
      </Show>
      <Show when={props.auth.placement === 'query'}>
        <Notice tone="warn">
          The key stands in the URL of every call and may be logged by proxies and by the upstream. Use a
          header where the upstream allows it.
        </Notice>
      </Show>
      <Show when={props.auth.placement === 'header'}>
        <TextField
          label="Prefix (optional)"
          placeholder="Token "
          hint="Stands before the key, with its space if there is one."
          value={props.auth.prefix}
          onInput={(prefix) => props.onAuth({ prefix })}
          error={props.error('upstreamAuth.prefix')}
        />
      </Show>
      <ChoiceField
        legend="Whose key"
        value={props.auth.keyOwner}
        choices={[
          {
            value: 'shared',
            label: 'One key of the organization',
            hint: 'You enter it here; every call uses it.',
          },
          {
            value: 'per_user',
            label: 'A key of each user',
            hint: 'Each user enters theirs at My connections.',
          },
        ]}
        onChange={(keyOwner) => props.onAuth({ keyOwner })}
        error={props.error('upstreamAuth.keyOwner')}
      />
      <Show when={props.auth.keyOwner === 'shared'}>
        <SecretField
          label="API key"
          hint={props.keyHint ?? 'Stored encrypted and never shown again.'}
          value={props.upstreamKey}
          onInput={props.onKey}
          error={props.error('upstreamKey')}
        />
      </Show>
    </>
  )
}
