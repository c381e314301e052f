// How a value stands among the facts of an event.
import { A } from '@solidjs/router'
import { Show, type JSX } from 'solid-js'
import { visibleText } from '../../format/visible-text.ts'
import { CopyButton } from '../../ui/copy-button.tsx'

/** With what it means or is called otherwise under it, and a link or button beside it. */
export function FactValue(props: { text: JSX.Element; under?: string | undefined; action?: JSX.Element }) {
  return (
    <div class="flex items-start gap-3">
      <div class="min-w-0 flex-1 break-words">
        {props.text}
        <Show when={props.under}>
          {(under) => <div class="text-sm break-all text-ink-soft">{visibleText(under())}</div>}
        </Show>
      </div>
      {props.action}
    </div>
  )
}

/** To the events that have the same; nothing where the page does not filter by it. */
export function OnlyThese(props: { href: string | undefined }) {
  return (
    <Show when={props.href}>
      {(href) => (
        <A href={href()} class="text-sm whitespace-nowrap text-accent hover:underline">
          Only these
        </A>
      )}
    </Show>
  )
}

export function Code(props: { text: string }) {
  return <code class="font-mono text-[0.8125rem] break-all">{visibleText(props.text)}</code>
}

export function CopiedCode(props: { text: string; label: string; action?: JSX.Element }) {
  return (
    <div class="flex items-center gap-2">
      <span class="min-w-0 flex-1 break-all">
        <Code text={props.text} />
      </span>
      {props.action}
      <CopyButton tone="quiet" text={props.text} label={props.label} />
    </div>
  )
}
