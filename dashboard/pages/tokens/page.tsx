// Access tokens of every server without OAuth: who has one, how it is used, and its end.
import { useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { AccessToken } from '../../../schema/api/access-tokens.ts'
import { useAccessTokens } from '../../data/access-tokens.ts'
import { useAgents } from '../../data/agents.ts'
import { readyData } from '../../data/ready-data.ts'
import { useServers } from '../../data/servers.ts'
import { Permitted } from '../../session/permitted.tsx'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { CreateTokenDialog } from './create-token-dialog.tsx'
import { NewTokenDialog, type NewToken } from './new-token-dialog.tsx'
import { RevokeTokenDialog } from './revoke-token-dialog.tsx'
import { takesTokens } from './takes-tokens.ts'
import { TokenTable } from './token-table.tsx'
import { TokensEmpty } from './tokens-empty.tsx'
import { UserKeysCard } from './user-keys-card.tsx'

export default function TokensPage() {
  const { may } = useSession()
  const [query, setQuery] = useSearchParams<{ server?: string; agent?: string; create?: string }>()
  const tokens = useAccessTokens(
    () => ({
      ...(query.server ? { serverId: query.server } : {}),
      ...(query.agent ? { agentId: query.agent } : {}),
    }),
    () => may('grants.read'),
  )
  const servers = useServers(() => may('servers.read'))
  const agents = useAgents(() => may('servers.read'))
  const [revoked, setRevoked] = createSignal<AccessToken>()
  const [made, setMade] = createSignal<NewToken>()
  const all = () => (readyData(tokens)?.pages ?? []).flatMap((page) => page.accessTokens)
  const known = () => readyData(servers)?.servers
  const usable = () => (known() ?? []).filter(takesTokens)
  const serverName = (id: string) => known()?.find((one) => one.id === id)?.name ?? id
  const agentName = (id: string) => readyData(agents)?.find((one) => one.id === id)?.name ?? id
  return (
    <Permitted permission="grants.read" title="Tokens">
      <PageHeader
        title="Tokens"
        description="Long-lived access tokens for servers whose users do not sign in."
        actions={
          <Show when={may('tokens.manage') && (!known() || usable().length > 0)}>
            <Button tone="primary" disabled={!known()} onClick={() => setQuery({ create: 'true' })}>
              Create token
            </Button>
          </Show>
        }
      />
      <div class="space-y-6">
        <div class="grid gap-3 sm:max-w-xl sm:grid-cols-2">
          <SelectField
            label="Server"
            value={query.server ?? ''}
            options={[
              { value: '', label: 'All servers' },
              ...usable().map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(server) => setQuery({ server: server || undefined })}
          />
          <SelectField
            label="Agent"
            value={query.agent ?? ''}
            options={[
              { value: '', label: 'All agents' },
              ...(readyData(agents) ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(agent) => setQuery({ agent: agent || undefined })}
          />
        </div>
        <Card title="Access tokens" flush>
          <Loaded query={tokens}>
            {() => (
              <Loaded query={servers}>
                {() => (
                  <Show
                    when={all().length > 0}
                    fallback={
                      <TokensEmpty
                        isFiltered={query.server !== undefined || query.agent !== undefined}
                        servers={usable()}
                        onCreate={() => setQuery({ create: 'true' })}
                      />
                    }
                  >
                    <TokenTable
                      tokens={all()}
                      serverName={serverName}
                      agentName={agentName}
                      {...(may('tokens.manage') ? { onRevoke: setRevoked } : {})}
                    />
                    <MoreButton query={tokens} />
                  </Show>
                )}
              </Loaded>
            )}
          </Loaded>
        </Card>
        <UserKeysCard servers={known() ?? []} />
      </div>
      <CreateTokenDialog
        isOpen={query.create !== undefined && may('tokens.manage') && known() !== undefined}
        servers={usable()}
        agents={readyData(agents) ?? []}
        serverId={query.server}
        onClose={() => setQuery({ create: undefined })}
        onMade={setMade}
      />
      <NewTokenDialog made={made()} onClose={() => setMade(undefined)} />
      <RevokeTokenDialog
        token={revoked()}
        serverName={serverName(revoked()?.serverId ?? '')}
        onClose={() => setRevoked(undefined)}
      />
    </Permitted>
  )
}
