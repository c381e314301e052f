// The rule behind a refusal, and the page where it is changed.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { LogEvent } from '../../../schema/api/logs.ts'
import { visibleText } from '../../format/visible-text.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { rulePageOf } from './rule-page.ts'

export function RefusalNotice(props: { event: LogEvent }) {
  return (
    <Show when={rulePageOf(props.event)}>
      {(page) => (
        <Notice tone={props.event.outcome === 'ok' ? 'neutral' : 'warn'}>
          <div class="flex flex-wrap items-center gap-3">
            <div class="min-w-0 flex-1 basis-56">
              <p>{visibleText(page().meaning)}</p>
              <Show when={props.event.detail}>
                <p class="mt-0.5 text-sm break-words text-ink-soft">
                  {visibleText(props.event.detail ?? '')}
                </p>
              </Show>
            </div>
            <Show when={page().link}>
              {(link) => (
                <A href={link().href} class={buttonClass('plain')}>
                  {link().label}
                </A>
              )}
            </Show>
          </div>
        </Notice>
      )}
    </Show>
  )
}
