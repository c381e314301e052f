// The way in at a Gateway where this browser is not signed in: from the list of Gateways for who may see it, else by the
// MCP URL of a server, which is all that a client's user knows.
import { createSignal, For, Show } from 'solid-js'
import { connectionsSignInUrl, type ConnectionSignIn } from '../../data/connections.ts'
import { useGateways } from '../../data/gateways.ts'
import { readyData } from '../../data/ready-data.ts'
import { visibleText } from '../../format/visible-text.ts'
import { findSession } from '../../session/session.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { TextField } from '../../ui/field.tsx'
import { Unread } from '../../ui/unread.tsx'

export function SignInElsewhere(props: { signedIn: readonly ConnectionSignIn[] }) {
  const session = findSession()
  const gateways = useGateways(() => session?.may('gateways.read') === true)
  const others = () =>
    (readyData(gateways)?.gateways ?? []).filter(
      ({ id }) => !props.signedIn.some(({ gatewayId }) => gatewayId === id),
    )
  return (
    <Card
      title={props.signedIn.length > 0 ? 'Connections at other servers' : 'See your connections'}
      description="You sign in where you signed in when you let the client in. It shows you alone what is yours, for half an hour."
      flush
    >
      <Show when={others().length > 0}>
        <ul class="divide-y divide-line border-b border-line">
          <For each={others()}>
            {({ id, name, authorizationServerUrl }) => (
              <li class="flex flex-wrap items-center gap-3 px-4 py-3">
                <div class="min-w-0 flex-1 basis-48">
                  <div class="truncate font-medium" title={visibleText(name)}>
                    {visibleText(name)}
                  </div>
                  <div class="truncate text-sm text-ink-soft" title={visibleText(authorizationServerUrl)}>
                    {visibleText(authorizationServerUrl)}
                  </div>
                </div>
                <a
                  href={connectionsSignInUrl({ gatewayId: id })}
                  rel="external"
                  class={buttonClass('plain')}
                  aria-label={`Sign in at ${name}`}
                >
                  Sign in
                </a>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={gateways.isLoading || gateways.isLoadingError}>
        <div class="border-b border-line px-4 py-3">
          <Unread query={gateways} what="the Gateways" />
        </div>
      </Show>
      <ByUrl />
    </Card>
  )
}

function ByUrl() {
  const [url, setUrl] = createSignal('')
  const [error, setError] = createSignal<string>()
  const open = () => {
    const mcpUrl = url().trim()
    const isWeb = URL.canParse(mcpUrl) && /^https?:$/.test(new URL(mcpUrl).protocol)
    if (!isWeb) return setError('Enter the whole URL, such as https://mcp.example.com/s/tickets/mcp.')
    window.location.assign(connectionsSignInUrl({ mcpUrl }))
  }
  return (
    <form
      class="grid items-start gap-3 p-4 sm:grid-cols-[1fr_auto]"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        open()
      }}
    >
      <TextField
        label="MCP URL of a server"
        type="url"
        inputmode="url"
        placeholder="https://mcp.example.com/s/tickets/mcp"
        value={url()}
        onInput={(text) => {
          setUrl(text)
          setError(undefined)
        }}
        error={error()}
        hint="As you entered it in your client."
      />
      <Button type="submit" class="sm:mt-6" disabled={url().trim() === ''}>
        Go to its sign-in
      </Button>
    </form>
  )
}
