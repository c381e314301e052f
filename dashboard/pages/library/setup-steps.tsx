// What is still needed, asked of the API when the dialog opens, and the form for it.
import { useQuery } from '@tanstack/solid-query'
import { Show } from 'solid-js'
import type { LibrarySetup } from '../../../schema/api/library.ts'
import type { Server } from '../../../schema/api/servers.ts'
import { LIBRARY_KEY, type InstallBody, type InstallOutcome } from '../../data/library.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { KeySetupForm } from './key-setup-form.tsx'
import { OauthSetupForm } from './oauth-setup-form.tsx'

export interface SetupFormProps {
  setup: LibrarySetup
  submit: (body: InstallBody) => Promise<InstallOutcome>
  onInstalled: (server: Server) => void
}

export function SetupSteps(props: {
  entryId: string
  gatewayId: string | undefined
  submit: (body: InstallBody) => Promise<InstallOutcome>
  onInstalled: (server: Server) => void
}) {
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
