// Asks before grants end, says how far that reaches, and how many ended.
import { useMutation } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import type { GrantsRevoked } from '../../../../../schema/api/grants.ts'
import { useClientWrites } from '../../../../data/clients.ts'
import { useGrantWrites, type Grant } from '../../../../data/grants.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { ConfirmDialog } from '../../../../ui/dialog.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { userLabel } from './user-label.ts'

interface OfUser {
  userIssuer: string
  userSubject: string
  name: string
}
interface OfClient {
  clientId: string
  name: string
}

export type Ending =
  | { kind: 'grant'; grant: Grant }
  | ({ kind: 'user' | 'block_user' } & OfUser)
  | ({ kind: 'client' | 'block_client' } & OfClient)
  | { kind: 'issuer'; issuer: string }
  | { kind: 'all' }

/** Ends the access of many people. The Gateway's name is typed: a client could choose one that nobody can type. */
const TYPED: ReadonlySet<Ending['kind']> = new Set(['client', 'block_client', 'issuer', 'all'])

export function RevokeDialog(props: {
  gateway: Gateway
  ending: Ending | undefined
  onClose: () => void
  onEnded?: () => void
}) {
  const grants = useGrantWrites()
  const clients = useClientWrites()
  const toast = useToast()
  const end = useMutation(() => ({
    mutationFn: (ending: Ending): Promise<GrantsRevoked> => {
      const gatewayId = props.gateway.id
      switch (ending.kind) {
        case 'grant':
          return grants.revoke({ gatewayId, grantId: ending.grant.id })
        case 'user':
          return grants.revoke({
            gatewayId,
            userIssuer: ending.userIssuer,
            userSubject: ending.userSubject,
          })
        case 'client':
          return grants.revoke({ gatewayId, clientId: ending.clientId })
        case 'issuer':
          return grants.revoke({ gatewayId, issuer: ending.issuer })
        case 'all':
          return grants.revoke({ gatewayId, all: true })
        case 'block_user':
          return grants.blockUser({
            gatewayId,
            userIssuer: ending.userIssuer,
            userSubject: ending.userSubject,
          })
        case 'block_client':
          return clients.block({ gatewayId, clientId: ending.clientId })
      }
    },
    onSuccess: (ended: GrantsRevoked) => {
      toast({ message: endedText(ended) })
      close()
      props.onEnded?.()
    },
  }))
  const close = () => {
    end.reset()
    props.onClose()
  }
  const words = () => (props.ending ? wordsOf(props.ending, props.gateway) : undefined)
  return (
    <ConfirmDialog
      isOpen={props.ending !== undefined}
      onClose={close}
      title={words()?.title ?? ''}
      action={words()?.action ?? ''}
      {...(props.ending && TYPED.has(props.ending.kind) ? { typed: props.gateway.name } : {})}
      isBusy={end.isPending}
      error={end.error?.message}
      onConfirm={() => props.ending && end.mutate(props.ending)}
    >
      {words()?.text}
    </ConfirmDialog>
  )
}

function endedText({ revoked, revokedDownstream, effectiveWithinSeconds }: GrantsRevoked): string {
  const count = revoked === 1 ? '1 grant ended' : `${revoked} grants ended`
  const downstream =
    revoked === 0
      ? ''
      : revokedDownstream === revoked
        ? ', at the authorization server too'
        : `, ${revokedDownstream} of them at the authorization server too`
  return `${count}${downstream}. This holds everywhere within ${effectiveWithinSeconds} s.`
}

function wordsOf(ending: Ending, gateway: Gateway): { title: string; action: string; text: JSX.Element } {
  switch (ending.kind) {
    case 'grant':
      return {
        title: `Revoke the grant of ${userLabel(ending.grant.identity)}?`,
        action: 'Revoke grant',
        text: `${visibleText(ending.grant.clientName)} is refused from now on, also on open streams, and asks the user to sign in again. Where the user has other grants here, it ends in Limen only: the authorization server might end those too.`,
      }
    case 'user':
      return {
        title: `Revoke every grant of ${visibleText(ending.name)}?`,
        action: 'Revoke all of this user',
        text: 'Every client of this user is refused at every server of this Gateway, until the user signs in again.',
      }
    case 'client':
      return {
        title: `Revoke every grant of ${visibleText(ending.name)}?`,
        action: 'Revoke all of this client',
        text: `Every user of the client ${visibleText(ending.clientId)} must sign in again at the servers of this Gateway.`,
      }
    case 'issuer':
      return {
        title: 'End the grants of the old authorization server?',
        action: 'End the old grants',
        text: `Everybody who signed in at ${visibleText(ending.issuer)} must sign in again.`,
      }
    case 'all':
      return {
        title: `End every grant of ${gateway.name}?`,
        action: 'End every grant',
        text: 'The kill switch. Every user of every server of this Gateway is signed out at once and must sign in again. This cannot be undone.',
      }
    case 'block_user':
      return {
        title: `Block ${visibleText(ending.name)}?`,
        action: 'Block user',
        text: 'The user’s grants end, and they cannot sign in at this Gateway with any client, until somebody unblocks them.',
      }
    case 'block_client':
      return {
        title: `Block ${visibleText(ending.name)}?`,
        action: 'Block client',
        text: `The grants of the client ${visibleText(ending.clientId)} end, and it is refused at this Gateway, until somebody unblocks it.`,
      }
  }
}
