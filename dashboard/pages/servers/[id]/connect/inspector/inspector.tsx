// A first call without any client: signs in as whoever sits here, lists the tools and calls one.
import { createEffect, createSignal, Match, onMount, Show, Switch } from 'solid-js'
import type { Server } from '../../../../../../schema/api/servers.ts'
import { visibleText } from '../../../../../format/visible-text.ts'
import { Badge } from '../../../../../ui/badge.tsx'
import { Button } from '../../../../../ui/button.tsx'
import { Card } from '../../../../../ui/card.tsx'
import { TextField } from '../../../../../ui/field.tsx'
import { admissionOf } from '../setups.ts'
import { createInspector, type Inspector as State } from './create-inspector.ts'
import { ExplanationNotice } from './explanation-notice.tsx'
import { SignInWait } from './sign-in-wait.tsx'
import { ToolBench } from './tool-bench.tsx'

export default function Inspector(props: { server: Server }) {
  const inspector = createInspector(() => props.server)
  // Whoever ends the connection finds the keyboard where the next one begins.
  let wasReady = false
  createEffect(() => {
    if (inspector.phase().kind === 'ready') wasReady = true
  })
  const ready = () => {
    const phase = inspector.phase()
    return phase.kind === 'ready' ? phase : undefined
  }
  return (
    <Card
      title="Inspector"
      description="A client of its own in this page: it connects to the public URL as you, lists the tools and calls one. What it holds is in memory, and ends when you leave."
      flush
      actions={
        <Show when={ready()}>
          {(connected) => (
            <div class="flex flex-wrap items-center gap-2">
              <Badge tone="ok">Connected</Badge>
              <span class="text-sm text-ink-soft">{visibleText(connected().protocolVersion)}</span>
              <Button isBusy={inspector.isListing()} onClick={inspector.reload}>
                Reload tools
              </Button>
              <Button onClick={inspector.disconnect}>Disconnect</Button>
            </div>
          )}
        </Show>
      }
    >
      <Show
        when={ready()}
        fallback={<Start server={props.server} inspector={inspector} takesFocus={wasReady} />}
      >
        <ToolBench inspector={inspector} serverId={props.server.id} />
      </Show>
    </Card>
  )
}

function Start(props: { server: Server; inspector: State; takesFocus: boolean }) {
  const [token, setToken] = createSignal('')
  const [clientId, setClientId] = createSignal('')
  const admission = () => admissionOf(props.server)
  const isUpstream = () => props.server.authMode === 'passthrough'
  const asksToken = () => admission() === 'token' || isUpstream()
  const failure = () => {
    const phase = props.inspector.phase()
    return phase.kind === 'failed' ? phase.explanation : undefined
  }
  const connect = () => {
    const typed = token().trim()
    const id = clientId().trim()
    props.inspector.connect({
      token: asksToken() ? typed : admission() === 'open' ? null : undefined,
      ...(id === '' ? {} : { clientId: id }),
    })
  }
  return (
    <form
      ref={(form) => onMount(() => props.takesFocus && focusFirst(form))}
      class="space-y-4 p-4"
      onSubmit={(event) => {
        event.preventDefault()
        connect()
      }}
    >
      <Show when={asksToken()}>
        <TextField
          label={isUpstream() ? 'Token of the upstream provider' : 'Access token'}
          type="password"
          required
          value={token()}
          onInput={setToken}
          hint={
            isUpstream()
              ? 'What the provider gave you for this server. It is sent to the server, and kept nowhere.'
              : 'One of this server’s access tokens. It is sent to the server, and kept nowhere.'
          }
        />
      </Show>
      <Show when={failure()}>{(explanation) => <ExplanationNotice explanation={explanation()} />}</Show>
      <Show when={failure()?.needsClientId || clientId() !== ''}>
        <TextField
          label="Client id"
          value={clientId()}
          onInput={setClientId}
          hint={
            <>
              Of a public client with the redirect URI{' '}
              <code class="font-mono break-all">{props.inspector.redirectUri}</code>
            </>
          }
        />
      </Show>
      <Switch>
        <Match when={props.inspector.signIn()}>
          {(pending) => <SignInWait pending={pending()} onCancel={props.inspector.disconnect} />}
        </Match>
        <Match when={true}>
          <Button
            type="submit"
            tone="primary"
            isBusy={props.inspector.phase().kind === 'connecting'}
            disabled={asksToken() && token().trim() === ''}
          >
            {admission() === 'sign_in' && !isUpstream() ? 'Sign in and list tools' : 'List tools'}
          </Button>
        </Match>
      </Switch>
    </form>
  )
}

function focusFirst(form: HTMLFormElement): void {
  form.querySelector<HTMLElement>('input, button')?.focus()
}
