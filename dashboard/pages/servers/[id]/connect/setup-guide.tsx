// One tab for each client: a button that opens it, the steps, and what to copy.
import { A, useSearchParams } from '@solidjs/router'
import { For, Show } from 'solid-js'
import type { Server } from '../../../../../schema/api/servers.ts'
import { buttonClass } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { CodeBlock } from '../../../../ui/code-block.tsx'
import { Notice } from '../../../../ui/notice.tsx'
import { TabSet } from '../../../../ui/tab-set.tsx'
import { admissionOf, CLIENT_SETUPS, type ClientSetup, type SetupTarget } from './setups.ts'

const FIRST = 'claude'

export function SetupGuide(props: { server: Server }) {
  const [search, setSearch] = useSearchParams<{ client?: string }>()
  const chosen = () =>
    CLIENT_SETUPS.some(({ id }) => id === search.client) ? (search.client ?? FIRST) : FIRST
  const target = (): SetupTarget => ({
    slug: props.server.slug,
    name: props.server.name,
    mcpUrl: props.server.urls.path.mcpUrl,
    admission: admissionOf(props.server),
  })
  return (
    <Card title="Set up a client" flush>
      <TabSet
        label="Clients"
        chosen={chosen()}
        onChoose={(client) =>
          setSearch({ client: client === FIRST ? undefined : client }, { replace: true, scroll: false })
        }
        parts={CLIENT_SETUPS.map((client) => ({
          id: client.id,
          label: client.name,
          content: () => <Guide client={client} target={target()} serverId={props.server.id} />,
        }))}
      />
    </Card>
  )
}

function Guide(props: { client: ClientSetup; target: SetupTarget; serverId: string }) {
  const setup = () => props.client.of(props.target)
  return (
    <div class="space-y-4">
      <Show when={setup().obstacle}>{(text) => <Notice tone="warn">{text()}</Notice>}</Show>
      <Show when={props.target.admission === 'token' && !setup().obstacle}>
        <Notice>
          This server asks for an access token.{' '}
          <A class="text-accent underline" href={`/tokens?server=${props.serverId}`}>
            Create one under Tokens
          </A>{' '}
          first. Nothing below contains it, so that it ends up in no file and no address.
        </Notice>
      </Show>
      <Show when={!setup().obstacle && setup().link}>
        {(link) => (
          <a
            class={buttonClass('primary')}
            href={link().href}
            {...(link().href.startsWith('https:') ? { target: '_blank', rel: 'noreferrer' } : {})}
          >
            {link().label}
          </a>
        )}
      </Show>
      <Show when={!(setup().obstacle && props.target.admission === 'token')}>
        <ol class="list-decimal space-y-1 pl-5">
          <For each={setup().steps}>{(step) => <li>{step}</li>}</For>
        </ol>
        <For each={setup().copies}>{(copy) => <CodeBlock label={copy.label} text={copy.text} />}</For>
      </Show>
    </div>
  )
}
