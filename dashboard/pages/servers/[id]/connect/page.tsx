// The Connect tab: where the server is, how clients are given it, whether they will get along, and a first call.
import { useParams } from '@solidjs/router'
import { lazy, Show, Suspense } from 'solid-js'
import { useServer } from '../../../../data/servers.ts'
import { Loaded } from '../../../../ui/loaded.tsx'
import { RowsSkeleton } from '../../../../ui/skeleton.tsx'
import { Addresses } from './addresses.tsx'
import { Doctor } from './doctor.tsx'
import { SetupGuide } from './setup-guide.tsx'

const Inspector = lazy(() => import('./inspector/inspector.tsx'))

export default function ConnectPage() {
  const params = useParams<{ id: string }>()
  const server = useServer(() => params.id)
  return (
    <Loaded query={server}>
      {(found) => (
        // Another server is another page: no report and no connection of the last one stays.
        <Show when={found().id} keyed>
          <div class="space-y-6">
            <Addresses server={found()} />
            <SetupGuide server={found()} />
            <Doctor server={found()} />
            <Suspense fallback={<RowsSkeleton rows={2} />}>
              <Inspector server={found()} />
            </Suspense>
          </div>
        </Show>
      )}
    </Loaded>
  )
}
