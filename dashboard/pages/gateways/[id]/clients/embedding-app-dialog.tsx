// Adds an embedding app, or changes one.
import { Show } from 'solid-js'
import type { EmbeddingApp } from '../../../../../schema/api/embedding-apps.ts'
import {
  loadEmbeddingApp,
  useEmbeddingAppWrites,
  type EmbeddingAppWithSecret,
} from '../../../../data/embedding-apps.ts'
import { createForm } from '../../../../ui/create-form.ts'
import { Dialog } from '../../../../ui/dialog.tsx'
import { TextField } from '../../../../ui/field.tsx'
import { Form } from '../../../../ui/form.tsx'
import { ListField } from '../../../../ui/list-field.tsx'
import type { CredentialWork } from './create-credential-work.ts'
import { ProofFields, SECRET_METHODS } from './proof-fields.tsx'

interface Values {
  name: string
  downstreamClientId: string
  tokenEndpointAuthMethod: EmbeddingApp['tokenEndpointAuthMethod']
  jwksUri: string
  allowedOrigins: string[]
}

interface Props {
  gatewayId: string
  work: CredentialWork<EmbeddingApp>
}

export function EmbeddingAppDialog(props: Props) {
  return (
    <Dialog
      isOpen={props.work.edited() !== undefined}
      onClose={() => props.work.edit(undefined)}
      title={props.work.edited() === 'new' ? 'Add an embedding app' : 'Edit embedding app'}
    >
      <Show when={props.work.edited()} keyed>
        {(app) => <AppForm {...props} existing={app === 'new' ? undefined : app} />}
      </Show>
    </Dialog>
  )
}

function AppForm(props: Props & { existing: EmbeddingApp | undefined }) {
  const { existing, gatewayId } = props
  const { create, update } = useEmbeddingAppWrites(() => gatewayId)
  const form = createForm<Values, EmbeddingApp | EmbeddingAppWithSecret>({
    initial: existing ? baseOf(existing) : { values: BLANK },
    save: ({ tokenEndpointAuthMethod, jwksUri, ...values }, version) => {
      const body = { ...values, jwksUri: jwksUri.trim() || null }
      return existing && version !== undefined
        ? update(existing.id, body, version)
        : create({ ...body, tokenEndpointAuthMethod })
    },
    ...(existing ? { reload: async () => baseOf(await loadEmbeddingApp(gatewayId, existing.id)) } : {}),
    onSaved: props.work.saved,
  })
  return (
    <Form form={form} action={existing ? 'Save app' : 'Add app'} labels={LABELS}>
      <TextField
        label="Name"
        value={form.values.name}
        onInput={(text) => form.set('name', text)}
        error={form.error('name')}
      />
      <TextField
        label="Downstream client id"
        value={form.values.downstreamClientId}
        onInput={(text) => form.set('downstreamClientId', text)}
        hint="The client id that the app has at the authorization server. Only tokens issued to it are accepted; never that of Limen."
        error={form.error('downstreamClientId')}
      />
      <ProofFields
        noun="app"
        isNew={!existing}
        methods={SECRET_METHODS}
        method={form.values.tokenEndpointAuthMethod}
        onMethod={(method) => form.set('tokenEndpointAuthMethod', method)}
        jwksUri={form.values.jwksUri}
        onJwksUri={(uri) => form.set('jwksUri', uri)}
        error={form.error}
      />
      <ListField
        label="Allowed origins"
        values={form.values.allowedOrigins}
        onChange={(origins) => form.set('allowedOrigins', origins)}
        placeholder="https://portal.example.com"
        hint="Web pages that may ask for an exchange. None: only the app’s backend."
        error={form.error('allowedOrigins')}
      />
    </Form>
  )
}

const LABELS = {
  name: 'Name',
  downstreamClientId: 'Downstream client id',
  jwksUri: 'URL of its keys',
  allowedOrigins: 'Allowed origins',
}

const BLANK: Values = {
  name: '',
  downstreamClientId: '',
  tokenEndpointAuthMethod: 'client_secret_basic',
  jwksUri: '',
  allowedOrigins: [],
}

function baseOf(app: EmbeddingApp) {
  const { name, downstreamClientId, tokenEndpointAuthMethod, jwksUri, allowedOrigins, version } = app
  return {
    values: {
      name,
      downstreamClientId,
      tokenEndpointAuthMethod,
      jwksUri: jwksUri ?? '',
      allowedOrigins: [...allowedOrigins],
    },
    version,
  }
}
