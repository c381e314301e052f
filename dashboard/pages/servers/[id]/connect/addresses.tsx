// The public MCP URL, what a client finds behind it, and the scopes it may ask for.
import { A } from '@solidjs/router'
import { For, Match, Show, Switch } from 'solid-js'
import type { Server } from '../../../../../schema/api/servers.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { Card } from '../../../../ui/card.tsx'
import { CopyButton, CopyField } from '../../../../ui/copy-button.tsx'
import { Notice } from '../../../../ui/notice.tsx'
import { admissionOf } from './setups.ts'

type Urls = Server['urls']['path']

export function Addresses(props: { server: Server }) {
  const admission = () => admissionOf(props.server)
  const scopes = () => props.server.attachment?.effectiveScopes ?? props.server.passthrough?.scopes ?? []
  return (
    <Card title="Public MCP URL" description="The one address that every client is given.">
      <div class="space-y-4">
        <CopyField label="Public MCP URL" value={props.server.urls.path.mcpUrl} />
        <Show when={props.server.urls.host}>
          {(host) => <CopyField label="The same on its custom host" value={host().mcpUrl} />}
        </Show>
        <Switch>
          <Match when={admission() === 'token'}>
            <Notice>
              Clients send an access token: <code class="font-mono">Authorization: Bearer …</code>.{' '}
              <A class="text-accent underline" href={`/tokens?server=${props.server.id}`}>
                Create one under Tokens
              </A>
              ; it is shown once.
            </Notice>
          </Match>
          <Match when={admission() === 'open'}>
            <Notice tone="warn">Anybody who knows this URL may call its tools, without a token.</Notice>
          </Match>
          <Match when={props.server.authMode === 'passthrough'}>
            <Notice>
              Clients sign in at the upstream provider; Limen forwards the token that they got there.
            </Notice>
          </Match>
          <Match when={!props.server.attachment}>
            <Notice tone="warn">
              Nobody can sign in yet: no Gateway is attached.{' '}
              <A class="text-accent underline" href={`/servers/${props.server.id}/gateway`}>
                Attach one
              </A>
              .
            </Notice>
          </Match>
        </Switch>
        <Show when={admission() === 'sign_in'}>
          <div>
            <h3 class="mb-1 text-sm font-medium">Scopes</h3>
            <Show
              when={scopes().length > 0}
              fallback={<p class="text-sm text-ink-soft">A sign-in here asks for no scope.</p>}
            >
              <div class="flex flex-wrap items-center gap-2">
                <For each={scopes()}>
                  {(scope) => (
                    <code class="rounded-md border border-line bg-sunken px-2 py-0.5 font-mono text-[0.8125rem] break-all">
                      {visibleText(scope)}
                    </code>
                  )}
                </For>
                <CopyButton tone="quiet" text={scopes().join(' ')} label="scopes" />
              </div>
            </Show>
          </div>
          <details>
            <summary class="text-sm font-medium">Discovery documents</summary>
            <p class="mt-1 text-sm text-ink-soft">
              Clients find these by themselves. They help when a client asks for one by name, or when you look
              for what is wrong.
            </p>
            <div class="mt-3 space-y-4">
              <Documents urls={props.server.urls.path} isOauth={props.server.authMode === 'oauth'} />
              <Show when={props.server.urls.host}>
                {(host) => <Documents urls={host()} isOauth isOnHost />}
              </Show>
            </div>
          </details>
        </Show>
      </div>
    </Card>
  )
}

function Documents(props: { urls: Urls; isOauth: boolean; isOnHost?: boolean }) {
  const label = (text: string) => (props.isOnHost ? `${text}, custom host` : text)
  return (
    <>
      <CopyField
        label={label('Protected resource metadata')}
        value={props.urls.protectedResourceMetadataUrl}
      />
      <Show when={props.isOauth}>
        <CopyField
          label={label('Authorization server metadata')}
          value={props.urls.authorizationServerMetadataUrl}
        />
        <CopyField label={label('OpenID configuration')} value={props.urls.openidConfigurationUrl} />
        <CopyField label={label('Issuer')} value={props.urls.issuer} />
      </Show>
    </>
  )
}
