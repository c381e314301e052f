// Before and after of one write, field by field.
import { For } from 'solid-js'
import type { AuditEvent } from '../../../schema/api/logs.ts'
import { visibleText } from '../../format/visible-text.ts'
import { changedFields, shownValue } from './changed-fields.ts'

export function ChangeDiff(props: { event: Pick<AuditEvent, 'before' | 'after'> }) {
  const fields = () => changedFields(props.event.before, props.event.after)
  return (
    <div
      class="overflow-x-auto rounded-md border border-line"
      tabIndex={0}
      role="region"
      aria-label="What changed"
    >
      <table class="w-full text-left text-sm">
        <thead>
          <tr class="border-b border-line text-ink-soft">
            <th scope="col" class="px-3 py-2 font-medium">
              Field
            </th>
            <th scope="col" class="px-3 py-2 font-medium">
              Before
            </th>
            <th scope="col" class="px-3 py-2 font-medium">
              After
            </th>
          </tr>
        </thead>
        <tbody class="divide-y divide-line">
          <For
            each={fields()}
            fallback={
              <tr>
                <td colSpan={3} class="px-3 py-2 text-ink-soft">
                  No field that is shown here changed.
                </td>
              </tr>
            }
          >
            {(field) => (
              <tr class="align-top">
                <th scope="row" class="px-3 py-2 font-mono text-[0.8125rem] font-normal break-all">
                  {visibleText(field.path)}
                </th>
                <Value
                  name={`${visibleText(field.path)} before`}
                  value={field.before}
                  tone="bg-bad-soft"
                  isEqual={field.before === undefined}
                />
                <Value
                  name={`${visibleText(field.path)} after`}
                  value={field.after}
                  tone="bg-ok-soft"
                  isEqual={field.after === undefined}
                />
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}

/** Shorter ones never scroll, and need no stop of the keyboard. */
const MAY_SCROLL_CHARS = 60

function Value(props: { name: string; value: unknown; tone: string; isEqual: boolean }) {
  const text = () => visibleText(shownValue(props.value))
  const mayScroll = () => text().length > MAY_SCROLL_CHARS
  return (
    <td class="px-3 py-2">
      <pre
        tabIndex={mayScroll() ? 0 : undefined}
        role={mayScroll() ? 'group' : undefined}
        aria-label={mayScroll() ? props.name : undefined}
        class={`max-h-60 overflow-auto rounded px-1.5 py-0.5 font-mono text-[0.8125rem] break-all whitespace-pre-wrap ${props.isEqual ? 'text-ink-soft' : props.tone}`}
      >
        {text()}
      </pre>
    </td>
  )
}
