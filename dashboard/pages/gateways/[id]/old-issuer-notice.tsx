// After the authorization server became another one: what happens to the grants of the old one, and ending them now.
import { useLocation, useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { Gateway } from '../../../../schema/api/gateways.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { useSession } from '../../../session/session.tsx'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { RevokeDialog, type Ending } from './grants/revoke-dialog.tsx'

export function OldIssuerNotice(props: { gateway: Gateway }) {
  const { may } = useSession()
  const noted = useNotedIssuer()
  const noteIssuer = useNoteIssuer()
  const [ending, setEnding] = createSignal<Ending>()
  /** Never the one that holds now: its grants are those of everybody who is signed in. */
  const oldIssuer = () => {
    const issuer = noted()
    return issuer === props.gateway.endpoints?.issuer ? undefined : issuer
  }
  return (
    <Show when={oldIssuer()}>
      {(issuer) => (
        <div class="mb-5">
          <Notice tone="warn" role="status">
            <p>
              Grants made at <span class="font-mono text-[0.8125rem] break-all">{visibleText(issuer())}</span>{' '}
              are never sent to the new authorization server. They stop working when their access token ends;
              end them now, so that their users sign in again.
            </p>
            <div class="mt-3 flex flex-wrap gap-2">
              <Show when={may('grants.revoke')}>
                <Button onClick={() => setEnding({ kind: 'issuer', issuer: issuer() })}>
                  End the old grants
                </Button>
              </Show>
              <Button tone="quiet" onClick={() => noteIssuer(undefined)}>
                Leave them
              </Button>
            </div>
          </Notice>
          <RevokeDialog
            gateway={props.gateway}
            ending={ending()}
            onClose={() => setEnding(undefined)}
            onEnded={() => noteIssuer(undefined)}
          />
        </div>
      )}
    </Show>
  )
}

interface NoteState {
  oldIssuer?: string
}

/** It stands in the history's state, where no link can write it. */
function useNotedIssuer(): () => string | undefined {
  const location = useLocation<NoteState>()
  return () => {
    const issuer: unknown = location.state?.oldIssuer
    return typeof issuer === 'string' ? issuer : undefined
  }
}

/** Shows the notice for an issuer that was left just now; undefined takes it away. */
export function useNoteIssuer(): (oldIssuer: string | undefined) => void {
  const location = useLocation()
  const navigate = useNavigate()
  return (oldIssuer) =>
    navigate(`${location.pathname}${location.search}`, {
      replace: true,
      resolve: false,
      scroll: false,
      state: oldIssuer === undefined ? {} : { oldIssuer },
    })
}

/** The issuer that a save or a confirmation left behind, where grants may be left there. */
export function leftIssuer(before: Gateway, after: Gateway): string | undefined {
  const isLeft = after.warnings.some(({ code }) => code === 'grants_of_old_issuer')
  return isLeft ? before.endpoints?.issuer : undefined
}
