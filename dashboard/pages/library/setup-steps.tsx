// What is still needed, and the form for it. Opening it writes nothing: a link leads here, and a reload comes back.
import { useQuery } from '@tanstack/solid-query'
import { Show } from 'solid-js'
import type { LibrarySetup } from '../../../schema/api/library.ts'
import type { Server } from '../../../schema/api/servers.ts'
import { LIBRARY_KEY, useLibraryEntry, type InstallBody, type InstallOutcome } from '../../data/library.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { InstallStep } from './install-step.tsx'
import { KeySetupForm } from './key-setup-form.tsx'
import { OauthSetupForm } from './oauth-setup-form.tsx'

export interface SetupFormProps {
  setup: LibrarySetup
  submit: (body: InstallBody) => Promise<InstallOutcome>
  onInstalled: (server: Server) => void
}

interface Props {
  entryId: string
  gatewayId: string | undefined
  submit: (body: InstallBody) => Promise<InstallOutcome>
  onInstalled: (server: Server) => void
}

export function SetupSteps(props: Props) {
  const entry = useLibraryEntry(() => props.entryId)
  return (
    <Loaded query={entry} skeleton={<RowsSkeleton rows={3} />}>
      {(found) => (
        // Only what needs a Gateway or a key may be asked about below: a server without needs is made by asking.
        <Show when={found().authMode === 'none'} fallback={<NeededSteps {...props} />}>
          <InstallStep entry={found()} submit={props.submit} onInstalled={props.onInstalled} />
        </Show>
      )}
    </Loaded>
  )
}

function NeededSteps(props: Props) {
  // Without an answer to what it needs nothing is made: the API says what is missing.
  const outcome = useQuery(() => ({
    queryKey: [...LIBRARY_KEY, 'setup', props.entryId],
    queryFn: () => props.submit({}),
    retry: false,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  }))
  const needs = (setup: LibrarySetup, kind: string) => setup.needs.some((need) => need.kind === kind)
  return (
    <Loaded query={outcome} skeleton={<RowsSkeleton rows={3} />}>
      {(found) => {
        const setup = () => {
          const answer = found()
          return answer.state === 'needs_setup' ? answer : undefined
        }
        return (
          <Show when={setup()} fallback={<p>It is installed.</p>}>
            {(needed) => (
              <Show
                when={needs(needed(), 'gateway')}
                fallback={
                  <KeySetupForm setup={needed()} submit={props.submit} onInstalled={props.onInstalled} />
                }
              >
                <OauthSetupForm
                  setup={needed()}
                  gatewayId={props.gatewayId}
                  submit={props.submit}
                  onInstalled={props.onInstalled}
                />
              </Show>
            )}
          </Show>
        )
      }}
    </Loaded>
  )
}
