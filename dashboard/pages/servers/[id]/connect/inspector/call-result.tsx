// What came of a call: how it went, how long it took, and what it brought, as text, as data and as it was.
import { A } from '@solidjs/router'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { formatBytes, formatMs } from '../../../../../format/numbers.ts'
import { visibleText } from '../../../../../format/visible-text.ts'
import { Badge } from '../../../../../ui/badge.tsx'
import { CodeBlock } from '../../../../../ui/code-block.tsx'
import { TabSet } from '../../../../../ui/tab-set.tsx'
import type { CallOutcome } from './create-inspector.ts'
import { ExplanationNotice } from './explanation-notice.tsx'
import type { CallToolResult } from './mcp-session.ts'

export function CallResult(props: { outcome: CallOutcome; serverId: string; tool: string }) {
  const result = () => (props.outcome.kind === 'answered' ? props.outcome.result : undefined)
  return (
    <section aria-label="Result" class="space-y-3 border-t border-line pt-4">
      <p class="flex flex-wrap items-center gap-2">
        <Switch>
          <Match when={result()?.isError}>
            <Badge tone="bad">Tool error</Badge>
          </Match>
          <Match when={result()}>
            <Badge tone="ok">OK</Badge>
          </Match>
          <Match when={true}>
            <Badge tone={isWaiting(props.outcome) ? 'warn' : 'bad'}>
              {isWaiting(props.outcome) ? 'Waits for approval' : 'Not answered'}
            </Badge>
          </Match>
        </Switch>
        <span class="text-sm text-ink-soft">{formatMs(props.outcome.ms)}</span>
        <A
          class="text-sm text-accent underline"
          href={`/servers/${props.serverId}/logs?tool=${encodeURIComponent(props.tool)}`}
        >
          See it in the logs
        </A>
      </p>
      <Show when={props.outcome.kind === 'failed' && props.outcome.explanation}>
        {(explanation) => <ExplanationNotice explanation={explanation()} />}
      </Show>
      <Show when={result()}>{(answered) => <Answer result={answered()} />}</Show>
    </section>
  )
}

function isWaiting(outcome: CallOutcome): boolean {
  return outcome.kind === 'failed' && outcome.explanation.approvalUrl !== undefined
}

function Answer(props: { result: CallToolResult }) {
  const [shown, setShown] = createSignal('text')
  const structured = () => props.result.structuredContent
  return (
    <div class="rounded-md border border-line">
      <TabSet
        label="Result"
        chosen={shown()}
        onChoose={setShown}
        parts={[
          { id: 'text', label: 'Text', content: () => <Contents content={props.result.content} /> },
          ...(structured() === undefined
            ? []
            : [
                {
                  id: 'structured',
                  label: 'Structured',
                  content: () => <CodeBlock isTall label="Structured content" text={pretty(structured())} />,
                },
              ]),
          {
            id: 'raw',
            label: 'Raw',
            content: () => <CodeBlock isTall label="Raw result" text={pretty(props.result)} />,
          },
        ]}
      />
    </div>
  )
}

function Contents(props: { content: CallToolResult['content'] }) {
  return (
    <div class="space-y-3">
      <For each={props.content} fallback={<p class="text-ink-soft">The tool answered without content.</p>}>
        {(part, index) => (
          <Show
            when={part.type === 'text' && part}
            fallback={<p class="text-sm break-words text-ink-soft">{visibleText(describe(part))}</p>}
          >
            {(text) => <CodeBlock isTall label={`Text ${index() + 1}`} text={text().text} />}
          </Show>
        )}
      </For>
    </div>
  )
}

/** What is not text is named; nothing of a runtime is loaded into this page. */
function describe(part: CallToolResult['content'][number]): string {
  switch (part.type) {
    case 'image':
    case 'audio':
      return `${part.type === 'image' ? 'An image' : 'A sound'}, ${part.mimeType}, ${formatBytes(Math.floor(part.data.length * 0.75))}. See Raw.`
    case 'resource_link':
      return `A link to the resource ${part.uri} (${part.name})`
    case 'resource':
      return `The resource ${part.resource.uri}. See Raw.`
    default:
      return 'Something else. See Raw.'
  }
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
