// After the Gateway became another client of its authorization server: what happens to the grants of the one before.
import { A } from '@solidjs/router'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { Notice } from '../../../../ui/notice.tsx'

export function OldClientNotice(props: { gatewayId: string; clientId: string }) {
  return (
    <Notice tone="warn" role="status">
      Grants made for the client{' '}
      <span class="font-mono text-[0.8125rem] break-all">{visibleText(props.clientId)}</span> are never sent
      as another one. They stop working when their access token ends, and go on when that is the client id
      again. If it is gone for good, end them under{' '}
      <A href={`/gateways/${props.gatewayId}/grants`} class="text-accent underline">
        Grants
      </A>
      , so that their users sign in again.
    </Notice>
  )
}

/** The client id that a save left behind, where grants may be left there. */
export function leftClient(
  before: Pick<Gateway, 'clientId'>,
  after: Pick<Gateway, 'warnings'>,
): string | undefined {
  const isLeft = after.warnings.some(({ code }) => code === 'grants_of_old_client')
  return isLeft ? (before.clientId ?? undefined) : undefined
}
