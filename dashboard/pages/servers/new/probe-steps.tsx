// What Limen does at the runtime, step by step, while it does it.
import { For, Show } from 'solid-js'
import type { ProbeStep } from '../../../data/probe.ts'
import { formatMs } from '../../../format/numbers.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { Badge, type Tone } from '../../../ui/badge.tsx'
import { Spinner } from '../../../ui/button.tsx'
import type { Probe } from './create-probe.ts'

const STEPS: Readonly<Record<ProbeStep['step'], string>> = {
  runtime: 'Call the runtime',
  resource_metadata: 'Ask where users sign in',
  authorization_server: 'Read its authorization server',
  registration: 'See whether clients can register',
}

const STATES: Readonly<Record<ProbeStep['state'], { label: string; tone: Tone }>> = {
  ok: { label: 'OK', tone: 'ok' },
  missing: { label: 'Not there', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'bad' },
}

export function ProbeSteps(props: { probe: Probe }) {
  const isLooking = () => props.probe.state() === 'looking'
  return (
    <Show when={isLooking() || props.probe.steps().length > 0}>
      <div aria-live="polite">
        <h3 class="mb-1 text-sm font-medium">What Limen saw</h3>
        <ol class="divide-y divide-line rounded-md border border-line text-sm">
          <For each={props.probe.steps()}>
            {(step) => (
              <li class="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-3 py-2">
                <span class="w-52 font-medium">{STEPS[step.step]}</span>
                <span class="min-w-0 flex-1 basis-60 text-ink-soft">{visibleText(step.detail)}</span>
                <span class="flex items-baseline gap-2">
                  <span class="text-xs text-ink-soft tabular-nums">{formatMs(step.ms)}</span>
                  <Badge tone={STATES[step.state].tone}>{STATES[step.state].label}</Badge>
                </span>
              </li>
            )}
          </For>
          <Show when={isLooking()}>
            <li class="flex items-center gap-3 px-3 py-2 text-ink-soft">
              <Spinner /> Looking …
            </li>
          </Show>
        </ol>
      </div>
    </Show>
  )
}
