// The keys that encrypt what Limen keeps, by their ids; and the way on when one is lost for good (P6).
import { createSignal, Show } from 'solid-js'
import { useDeployment } from '../../data/deployment.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { LostKeysDialog } from './lost-keys-dialog.tsx'

export function MasterKeys() {
  const deployment = useDeployment()
  const [isReporting, setReporting] = createSignal(false)
  return (
    <Card
      title="Master keys"
      description="They encrypt grants and secrets. Limen shows their ids, never the keys: those stand in MASTER_KEYS."
    >
      <Loaded query={deployment} skeleton={<Skeleton class="h-8 w-64" />}>
        {(found) => (
          <Show when={found().masterKeys}>
            {(keys) => (
              <div class="space-y-4">
                <p class="flex flex-wrap gap-2">
                  {keys().present.map((id) => (
                    <Badge tone="ok">{id}</Badge>
                  ))}
                  {keys().missing.map((id) => (
                    <Badge tone="bad">{id}: missing</Badge>
                  ))}
                </p>
                <Show
                  when={keys().missing.length > 0}
                  fallback={
                    <p class="text-ink-soft">Every key that this deployment has ever used is there.</p>
                  }
                >
                  <Notice tone="bad">
                    <p class="mb-3">
                      {keys().missing.join(', ')}: used here before, and not in{' '}
                      <code class="font-mono">MASTER_KEYS</code> now, or not the same key. Put it back if you
                      can: nothing is lost then.
                    </p>
                    <Button tone="danger" onClick={() => setReporting(true)}>
                      It is lost for good …
                    </Button>
                  </Notice>
                </Show>
                <LostKeysDialog
                  isOpen={isReporting()}
                  keyIds={keys().missing}
                  onClose={() => setReporting(false)}
                />
              </div>
            )}
          </Show>
        )}
      </Loaded>
    </Card>
  )
}
