// What this deployment is, and what belongs to the person who looks.
import { Show } from 'solid-js'
import { useSession } from '../../session/session.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Appearance } from './appearance.tsx'
import { DeploymentFacts } from './deployment-facts.tsx'
import { DoctorOfAny } from './doctor-of-any.tsx'
import { MasterKeys } from './master-keys.tsx'
import { OwnSessionList } from './own-session-list.tsx'

export default function SettingsPage() {
  const { session, may } = useSession()
  return (
    <>
      <PageHeader title="Settings" description="Your own, then what this deployment is." />
      <div class="space-y-6">
        <Appearance />
        <Show when={session().user}>
          <OwnSessionList />
        </Show>
        <Show when={may('servers.read')}>
          <DeploymentFacts />
          <Show when={may('settings.write')}>
            <MasterKeys />
          </Show>
          <DoctorOfAny />
        </Show>
      </div>
    </>
  )
}
