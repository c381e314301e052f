// Requests for servers of the library: all of them for those who decide, one's own for those who ask.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { Permitted } from '../../../session/permitted.tsx'
import { useSession } from '../../../session/session.tsx'
import { buttonClass } from '../../../ui/button.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { AllRequests } from './all-requests.tsx'
import { OwnRequests } from './own-requests.tsx'

export default function LibraryRequestsPage() {
  const { may } = useSession()
  const title = () => (may('library.install') ? 'Requests' : 'My requests')
  return (
    <Show
      when={may('library.install') || may('library.request')}
      fallback={<Permitted permission="library.request" title="Requests" />}
    >
      <PageHeader
        title={title()}
        description="Servers of the library that somebody needs and may not install."
        actions={
          <A href="/library" class={buttonClass('plain')}>
            Library
          </A>
        }
      />
      <div class="space-y-6">
        <Show when={may('library.install')}>
          <AllRequests />
        </Show>
        <Show when={may('library.request')}>
          <OwnRequests isAlone={!may('library.install')} />
        </Show>
      </div>
    </Show>
  )
}
