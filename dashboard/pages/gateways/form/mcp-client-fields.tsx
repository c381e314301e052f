// What MCP clients may do at this Gateway, and how long what they get lives.
import { Show } from 'solid-js'
import type { Form } from '../../../ui/create-form.ts'
import { ChoiceField } from '../../../ui/choice-field.tsx'
import { DurationField } from '../../../ui/duration-field.tsx'
import { Checkbox } from '../../../ui/field.tsx'
import { Fold } from '../../../ui/fold.tsx'
import { ListField } from '../../../ui/list-field.tsx'
import type { GatewayValues } from './gateway-values.ts'

export const CONSENTS = [
  { value: 'always', label: 'Ask at every sign-in' },
  {
    value: 'remember',
    label: 'Remember it',
    hint: 'The same user, client and scopes are not asked again.',
  },
] as const

export function McpClientFields(props: { form: Form<GatewayValues> }) {
  const { form } = props
  const hosts = () => form.values.clientRegistration.cimdTrustedHosts
  const hasError = () =>
    ['clientRegistration', 'consent', 'accessTokenTtlSeconds', 'refreshTokenTtlSeconds'].some(
      (field) => form.error(field) !== undefined,
    )
  return (
    <Fold title="MCP clients" description="Registration, consent, lifetimes" isOpenWhen={hasError()}>
      <Checkbox
        label="Clients may register themselves (dynamic registration)"
        checked={form.values.clientRegistration.dcr}
        onChange={(isOn) => form.set('clientRegistration', 'dcr', isOn)}
        hint="Claude, ChatGPT and most editors need this or the next."
      />
      <Checkbox
        label="Clients may bring a client metadata document"
        checked={form.values.clientRegistration.cimd}
        onChange={(isOn) => form.set('clientRegistration', 'cimd', isOn)}
        hint="Their client id is the URL of a document, so their domain is known."
      />
      <Show when={form.values.clientRegistration.cimd}>
        <Checkbox
          label="Only documents of trusted hosts"
          checked={hosts() !== null}
          onChange={(isOn) => form.set('clientRegistration', 'cimdTrustedHosts', isOn ? [] : null)}
        />
        <Show when={hosts()}>
          {(list) => (
            <ListField
              label="Trusted hosts"
              values={list()}
              onChange={(values) => form.set('clientRegistration', 'cimdTrustedHosts', values)}
              placeholder="claude.ai"
              error={form.error('clientRegistration.cimdTrustedHosts')}
            />
          )}
        </Show>
      </Show>
      <ListField
        label="Private-use redirect URIs"
        values={form.values.clientRegistration.privateUseRedirectUris}
        onChange={(uris) => form.set('clientRegistration', 'privateUseRedirectUris', uris)}
        placeholder="cursor://anysphere.cursor-mcp/oauth/callback"
        hint="Exact addresses of applications with a scheme of their own. https and loopback need no entry."
        error={form.error('clientRegistration.privateUseRedirectUris')}
      />
      <ChoiceField
        legend="Consent"
        value={form.values.consent}
        choices={CONSENTS}
        onChange={(consent) => form.set('consent', consent)}
        error={form.error('consent')}
      />
      <div class="grid gap-5 sm:grid-cols-2">
        <DurationField
          label="MCP access token lifetime"
          seconds={form.values.accessTokenTtlSeconds}
          onChange={(seconds) => form.set('accessTokenTtlSeconds', seconds)}
          error={form.error('accessTokenTtlSeconds')}
        />
        <DurationField
          label="MCP refresh token lifetime"
          seconds={form.values.refreshTokenTtlSeconds}
          onChange={(seconds) => form.set('refreshTokenTtlSeconds', seconds)}
          hint="From its last use."
          error={form.error('refreshTokenTtlSeconds')}
        />
      </div>
    </Fold>
  )
}
