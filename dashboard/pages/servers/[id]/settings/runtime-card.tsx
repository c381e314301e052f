// Where the runtime is and what Limen proves itself with there.
import { Show } from 'solid-js'
import type { Server, ServerWithProbe } from '../../../../../schema/api/servers.ts'
import { missingPermission } from '../../../../session/missing-permission.ts'
import { useSession } from '../../../../session/session.tsx'
import { Card } from '../../../../ui/card.tsx'
import type { Form } from '../../../../ui/create-form.ts'
import { TextField } from '../../../../ui/field.tsx'
import { Notice } from '../../../../ui/notice.tsx'
import { SecretField } from '../../../../ui/secret-field.tsx'
import { PendingSecret } from './pending-secret.tsx'
import { SECRET_LABELS } from './setting-labels.ts'
import { isElsewhere, type SettingsValues } from './settings-values.ts'

export function RuntimeCard(props: {
  form: Form<SettingsValues>
  server: Server
  secretProbe: ServerWithProbe['workerSecretProbe']
}) {
  const { may } = useSession()
  const hasMoved = () => isElsewhere(props.server.runtimeUrl, props.form.values.runtimeUrl)
  /** The runtime of such a server gets the tokens of its users. */
  const getsTokens = () => props.server.attachment !== null || props.form.values.authMode === 'passthrough'
  const refusal = () =>
    hasMoved() && getsTokens() && !may('gateways.attach')
      ? missingPermission('gateways.attach', 'Another origin')
      : undefined
  /** What is stored for the origin before, and would be asked for again. */
  const bound = () => {
    const { workerSecretSet, staticHeadersSet, staticQuerySet, upstreamKeySet } = props.server
    return [
      workerSecretSet ? SECRET_LABELS['workerSecret'] : undefined,
      staticHeadersSet ? SECRET_LABELS['staticHeaders'] : undefined,
      staticQuerySet ? SECRET_LABELS['staticQuery'] : undefined,
      upstreamKeySet ? SECRET_LABELS['upstreamKey'] : undefined,
    ].filter((name) => name !== undefined)
  }
  return (
    <Card title="Runtime">
      <div class="space-y-5">
        <TextField
          label="Runtime URL"
          type="url"
          inputMode="url"
          value={props.form.values.runtimeUrl}
          onInput={(url) => props.form.set('runtimeUrl', url)}
          error={props.form.error('runtimeUrl') ?? refusal()}
          hint="The MCP endpoint of the process that really executes the tools."
        />
        <Show when={hasMoved()}>
          <Notice tone="warn" role="alert">
            <p class="font-medium">This is another origin.</p>
            <Show when={bound().length > 0}>
              <p>
                Secrets belong to the origin they were entered for, so {bound().join(', ')} will be cleared
                and never sent there. Enter them again on this page, or the server is paused until somebody
                does.
              </p>
            </Show>
            <Show when={getsTokens()}>
              <p>The new runtime gets the tokens of every user.</p>
            </Show>
            <Show when={props.form.values.authMode === 'passthrough'}>
              <p>
                {props.form.values.passthrough.verification
                  ? 'Where clients sign in and whose tokens are verified stay as they stand below. Check both.'
                  : 'It is asked where clients sign in, unless you enter that anew below.'}
              </p>
            </Show>
          </Notice>
        </Show>
        <SecretField
          label="Worker secret"
          canGenerate
          placeholder={
            props.server.workerSecretSet && !hasMoved() ? 'Stored; enter a new one to rotate it' : ''
          }
          value={props.form.values.workerSecret}
          onInput={(secret) => props.form.set('workerSecret', secret)}
          error={props.form.error('workerSecret')}
          hint={
            props.server.workerSecretSet
              ? 'A new secret is tried at the runtime first and becomes current when the runtime accepts it. Let the runtime accept both meanwhile.'
              : 'Limen sends it with every call. Give the same value to the runtime; it is not shown again.'
          }
        />
        <PendingSecret server={props.server} last={props.secretProbe} />
      </div>
    </Card>
  )
}
