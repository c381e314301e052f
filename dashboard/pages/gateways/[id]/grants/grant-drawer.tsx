// One grant in full, and every way to end it.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Grant } from '../../../../data/grants.ts'
import { GrantStateBadge } from '../../../../format/grant-state.tsx'
import { Moment } from '../../../../format/moment.tsx'
import { visibleText } from '../../../../format/visible-text.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { Facts } from '../../../../ui/facts.tsx'
import type { Ending } from './revoke-dialog.tsx'
import { userLabel } from './user-label.ts'

export function GrantDrawer(props: {
  grant: Grant | undefined
  serverName: (serverId: string) => string
  onClose: () => void
  onEnd: (ending: Ending) => void
}) {
  return (
    <Dialog
      isOpen={props.grant !== undefined}
      onClose={props.onClose}
      title={props.grant ? `Grant of ${userLabel(props.grant.identity)}` : 'Grant'}
      asDrawer
    >
      <Show when={props.grant}>
        {(grant) => (
          <div class="space-y-5">
            <div class="-mx-4">
              <GrantFacts grant={grant()} serverName={props.serverName(grant().serverId)} />
            </div>
            <GrantActions grant={grant()} onEnd={props.onEnd} />
          </div>
        )}
      </Show>
    </Dialog>
  )
}

function GrantFacts(props: { grant: Grant; serverName: string }) {
  const identity = () => props.grant.identity
  return (
    <Facts
      facts={[
        {
          name: 'State',
          value: (
            <>
              <GrantStateBadge state={props.grant.state} />
              <Show when={props.grant.stateReason}>
                <div class="mt-1">{visibleText(props.grant.stateReason ?? '')}</div>
              </Show>
              <Show when={props.grant.lastError}>
                <div class="mt-1 font-mono text-[0.8125rem] text-ink-soft">
                  {visibleText(props.grant.lastError ?? '')}
                </div>
              </Show>
            </>
          ),
        },
        { name: 'User', value: userLabel(identity()) },
        {
          name: 'E-mail',
          value:
            identity().email === null
              ? 'None'
              : `${visibleText(identity().email ?? '')} (${identity().emailVerified ? 'verified' : 'unverified'})`,
        },
        { name: 'Subject', value: <Mono text={identity().subject} /> },
        { name: 'Issuer', value: <Mono text={identity().issuer} /> },
        { name: 'Organization', value: visibleText(identity().organization ?? 'None') },
        { name: 'Client', value: visibleText(props.grant.clientName) },
        { name: 'Client id', value: <Mono text={props.grant.clientId} /> },
        { name: 'Redirect URI', value: <Mono text={props.grant.redirectUri} /> },
        {
          name: 'Server',
          value: (
            <A href={`/servers/${props.grant.serverId}`} class="text-accent underline">
              {visibleText(props.serverName)}
            </A>
          ),
        },
        { name: 'Scopes', value: <Mono text={props.grant.scopes.join(' ') || 'None'} /> },
        {
          name: 'Downstream scopes',
          value: <Mono text={props.grant.downstreamScopes.join(' ') || 'None'} />,
        },
        { name: 'Signed in', value: <Moment at={props.grant.createdAt} /> },
        {
          name: 'Last used',
          value: props.grant.lastUsedAt === null ? 'Never' : <Moment at={props.grant.lastUsedAt} />,
        },
        {
          name: 'Access token ends',
          value:
            props.grant.accessExpiresAt === null ? 'Not said' : <Moment at={props.grant.accessExpiresAt} />,
        },
        {
          name: 'Refresh token',
          value: props.grant.hasRefreshToken
            ? 'Yes: Limen renews the access token'
            : 'No: the grant ends with its access token',
        },
        { name: 'Id', value: <Mono text={props.grant.id} /> },
      ]}
    />
  )
}

function GrantActions(props: { grant: Grant; onEnd: (ending: Ending) => void }) {
  const { may } = useSession()
  const user = () => ({
    userIssuer: props.grant.identity.issuer,
    userSubject: props.grant.identity.subject,
    name: userLabel(props.grant.identity),
  })
  const client = () => ({ clientId: props.grant.clientId, name: props.grant.clientName })
  return (
    <div class="flex flex-wrap gap-2">
      <Show when={may('grants.revoke')}>
        <Show when={props.grant.state !== 'revoked'}>
          <Button tone="danger" onClick={() => props.onEnd({ kind: 'grant', grant: props.grant })}>
            Revoke this grant
          </Button>
        </Show>
        <Button onClick={() => props.onEnd({ kind: 'user', ...user() })}>Revoke all of this user</Button>
        <Button onClick={() => props.onEnd({ kind: 'client', ...client() })}>
          Revoke all of this client
        </Button>
      </Show>
      <Show when={may('access.configure')}>
        <Button onClick={() => props.onEnd({ kind: 'block_user', ...user() })}>Block this user</Button>
      </Show>
      <Show when={may('clients.manage')}>
        <Button onClick={() => props.onEnd({ kind: 'block_client', ...client() })}>Block this client</Button>
      </Show>
    </div>
  )
}

function Mono(props: { text: string }) {
  return <span class="font-mono text-[0.8125rem] break-all">{visibleText(props.text)}</span>
}
