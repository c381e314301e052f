import { createSignal, Show } from 'solid-js'
import type { RateLimit } from '../../../../../schema/api/rate-limits.ts'
import type { MeterPlace } from '../../../../data/budgets.ts'
import { useRateLimits, useRateLimitWrites } from '../../../../data/rate-limits.ts'
import { formatCount } from '../../../../format/numbers.ts'
import { useSession } from '../../../../session/session.tsx'
import { Badge } from '../../../../ui/badge.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { DataTable } from '../../../../ui/data-table.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { RateLimitForm } from './rate-limit-form.tsx'
import { RemoveLimit } from './remove-limit.tsx'
import { ScopeName } from './scope-name.tsx'

export function RateLimits(props: { title: string; description?: string; place: MeterPlace }) {
  const limits = useRateLimits(() => props.place)
  const { remove } = useRateLimitWrites()
  const { may } = useSession()
  const mayWrite = () => may('budgets.configure')
  const [edited, setEdited] = createSignal<RateLimit | 'new'>()
  const [removed, setRemoved] = createSignal<RateLimit>()
  const limit = () => {
    const which = edited()
    return which === 'new' ? undefined : which
  }
  return (
    <Card
      title={props.title}
      description={props.description}
      flush
      actions={
        mayWrite() && (
          <Button onClick={() => setEdited('new')}>
            {'gatewayId' in props.place ? 'Add Gateway rate limit' : 'Add rate limit'}
          </Button>
        )
      }
    >
      <Loaded query={limits}>
        {(found) => (
          <Show
            when={found().length > 0}
            fallback={
              <p class="px-4 py-3 text-ink-soft">None. Calls may come as fast as the runtime answers.</p>
            }
          >
            <DataTable
              label={`${props.title}, list`}
              rows={found()}
              columns={[
                {
                  title: 'Rate limit',
                  cell: ({ name, scope }) => (
                    <div class="max-w-72 min-w-36">
                      <div class="font-medium break-words">{name}</div>
                      <div class="break-words text-ink-soft">
                        <ScopeName scope={scope} />
                      </div>
                    </div>
                  ),
                },
                {
                  title: 'Allowed',
                  cell: ({ calls, per, burst, enabled }) => (
                    <div class="min-w-40">
                      {formatCount(calls)} calls each {per}
                      <div class="text-ink-soft">up to {formatCount(burst)} at once</div>
                      <Show when={!enabled}>
                        <Badge>Off</Badge>
                      </Show>
                    </div>
                  ),
                },
                {
                  title: 'Actions',
                  cell: (one) =>
                    mayWrite() && (
                      <div class="flex justify-end">
                        <Button
                          tone="quiet"
                          aria-label={`Edit ${one.name}`}
                          onClick={() => setEdited(() => one)}
                        >
                          Edit
                        </Button>
                        <Button
                          tone="quiet"
                          aria-label={`Delete ${one.name}`}
                          onClick={() => setRemoved(() => one)}
                        >
                          Delete
                        </Button>
                      </div>
                    ),
                },
              ]}
            />
          </Show>
        )}
      </Loaded>
      <Dialog
        isOpen={edited() !== undefined}
        onClose={() => setEdited(undefined)}
        title={limit() ? `Rate limit ${limit()?.name}` : 'Add rate limit'}
        asDrawer
      >
        <RateLimitForm place={props.place} limit={limit()} onDone={() => setEdited(undefined)} />
      </Dialog>
      <RemoveLimit
        limit={removed()}
        kind="rate limit"
        onClose={() => setRemoved(undefined)}
        onRemove={(one) => remove(one)}
      />
    </Card>
  )
}
