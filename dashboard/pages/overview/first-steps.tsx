// A deployment that serves nobody yet: what comes next, in order, until the first client has connected.
import { A } from '@solidjs/router'
import { createMemo, For, Show } from 'solid-js'
import { useGateways } from '../../data/gateways.ts'
import { readyData } from '../../data/ready-data.ts'
import { useServers } from '../../data/servers.ts'
import { useSession } from '../../session/session.tsx'
import { Badge } from '../../ui/badge.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { firstSteps, isServingAnybody } from './steps.ts'

export function FirstSteps() {
  const { may } = useSession()
  const servers = useServers()
  const gateways = useGateways(() => may('gateways.read'))
  const state = createMemo(() => {
    const found = readyData(servers)?.servers
    if (!found || isServingAnybody(found)) return undefined
    return firstSteps(found, readyData(gateways)?.gateways.length ?? 0)
  })
  return (
    <Show when={state()}>
      {(steps) => (
        <Card title="First steps" description="From nothing to the first call." flush>
          <ol class="divide-y divide-line">
            <For each={steps()}>
              {(step, index) => (
                <li class="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
                  <span class="text-ink-soft tabular-nums">{index() + 1}.</span>
                  <div class="min-w-0 flex-1 basis-64">
                    <div class="font-medium">{step.title}</div>
                    <div class="text-ink-soft">{step.text}</div>
                  </div>
                  <Show when={!step.isDone} fallback={<Badge tone="ok">Done</Badge>}>
                    <Show
                      when={!step.permission || may(step.permission)}
                      fallback={<span class="text-sm text-ink-soft">Needs {step.permission}</span>}
                    >
                      <A href={step.href} class={buttonClass(step.isNext ? 'primary' : 'plain')}>
                        {step.action}
                      </A>
                    </Show>
                  </Show>
                </li>
              )}
            </For>
          </ol>
        </Card>
      )}
    </Show>
  )
}
