// Registers an MCP client by hand, or changes one.
import { Show } from 'solid-js'
import type { Client } from '../../../../../schema/api/clients.ts'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import { loadClient, useClientWrites, type ClientWithSecret } from '../../../../data/clients.ts'
import { createForm } from '../../../../ui/create-form.ts'
import { Dialog } from '../../../../ui/dialog.tsx'
import { TextField } from '../../../../ui/field.tsx'
import { Form } from '../../../../ui/form.tsx'
import { ListField } from '../../../../ui/list-field.tsx'
import type { CredentialWork } from './create-credential-work.ts'
import { ProofFields, SECRET_METHODS } from './proof-fields.tsx'

const METHODS = [{ value: 'none', label: 'Nothing: a public client with PKCE' }, ...SECRET_METHODS] as const

interface Values {
  name: string
  id: string
  redirectUris: string[]
  tokenEndpointAuthMethod: Client['tokenEndpointAuthMethod']
  jwksUri: string
}

interface Props {
  gateway: Gateway
  work: CredentialWork<Client>
}

export function ClientDialog(props: Props) {
  return (
    <Dialog
      isOpen={props.work.edited() !== undefined}
      onClose={() => props.work.edit(undefined)}
      title={props.work.edited() === 'new' ? 'Register a client' : 'Edit client'}
    >
      <Show when={props.work.edited()} keyed>
        {(client) => <ClientForm {...props} existing={client === 'new' ? undefined : client} />}
      </Show>
    </Dialog>
  )
}

function ClientForm(props: Props & { existing: Client | undefined }) {
  const { existing } = props
  const { create, update } = useClientWrites()
  const form = createForm<Values, Client | ClientWithSecret>({
    initial: existing ? baseOf(existing) : { values: BLANK },
    save: ({ id, jwksUri, ...values }, version) => {
      const keys = jwksUri.trim() || null
      if (existing && version !== undefined) {
        const { name, redirectUris } = values
        return update(existing.id, { name, redirectUris, jwksUri: keys }, version)
      }
      const named = id.trim() === '' ? {} : { id: id.trim() }
      return create({ ...values, ...named, gatewayId: props.gateway.id, jwksUri: keys })
    },
    ...(existing ? { reload: async () => baseOf(await loadClient(existing.id)) } : {}),
    onSaved: props.work.saved,
  })
  return (
    <Form form={form} action={existing ? 'Save client' : 'Register client'} labels={LABELS}>
      <TextField
        label="Name"
        value={form.values.name}
        onInput={(text) => form.set('name', text)}
        hint="Users see it when they are asked for consent."
        error={form.error('name')}
      />
      <Show when={!existing}>
        <TextField
          label="Client id"
          value={form.values.id}
          onInput={(text) => form.set('id', text)}
          hint="Left empty, Limen makes one."
          error={form.error('id')}
        />
      </Show>
      <ListField
        label="Redirect URIs"
        values={form.values.redirectUris}
        onChange={(uris) => form.set('redirectUris', uris)}
        placeholder="https://agent.example.com/callback"
        error={form.error('redirectUris')}
      />
      <ProofFields
        noun="client"
        isNew={!existing}
        methods={METHODS}
        method={form.values.tokenEndpointAuthMethod}
        onMethod={(method) => form.set('tokenEndpointAuthMethod', method)}
        jwksUri={form.values.jwksUri}
        onJwksUri={(uri) => form.set('jwksUri', uri)}
        error={form.error}
      />
    </Form>
  )
}

const LABELS = { name: 'Name', redirectUris: 'Redirect URIs', jwksUri: 'URL of its keys' }

const BLANK: Values = { name: '', id: '', redirectUris: [], tokenEndpointAuthMethod: 'none', jwksUri: '' }

function baseOf({ id, name, redirectUris, tokenEndpointAuthMethod, jwksUri, version }: Client) {
  return {
    values: {
      id,
      name,
      redirectUris: [...redirectUris],
      tokenEndpointAuthMethod,
      jwksUri: jwksUri ?? '',
    },
    version,
  }
}
