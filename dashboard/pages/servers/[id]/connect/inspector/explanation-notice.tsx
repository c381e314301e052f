import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { Moment } from '../../../../../format/moment.tsx'
import { visibleText } from '../../../../../format/visible-text.ts'
import { buttonClass } from '../../../../../ui/button.tsx'
import { Notice } from '../../../../../ui/notice.tsx'
import type { Explanation } from './explain.ts'

/** Why something did not work, what to do, and where. */
export function ExplanationNotice(props: { explanation: Explanation }) {
  return (
    <Notice tone={props.explanation.approvalUrl ? 'warn' : 'bad'} role="alert">
      <div class="space-y-2 break-words">
        <p class="font-medium">{props.explanation.title}</p>
        <p>
          {visibleText(props.explanation.detail)}
          <Show when={props.explanation.resetAt}>
            {(at) => (
              <>
                {' '}
                It is renewed at <Moment at={at()} withSeconds />.
              </>
            )}
          </Show>
        </p>
        <Show when={props.explanation.remedy}>{(remedy) => <p>{remedy()}</p>}</Show>
        <Show when={props.explanation.approvalUrl}>
          {(url) => (
            <a class={buttonClass('primary')} href={url()} target="_blank" rel="noreferrer">
              Open the approval page
            </a>
          )}
        </Show>
        <Show when={props.explanation.link}>
          {(link) => (
            <A class={buttonClass()} href={link().href}>
              {link().label}
            </A>
          )}
        </Show>
        <Show when={props.explanation.rule ?? props.explanation.requestId}>
          <p class="font-mono text-xs text-ink-soft">
            <Show when={props.explanation.rule}>{(rule) => <>Rule {visibleText(rule())} · </>}</Show>
            <Show when={props.explanation.requestId}>{(id) => <>Request {visibleText(id())}</>}</Show>
          </p>
        </Show>
      </div>
    </Notice>
  )
}
