// What discovery noticed, beside the field it is about.
import { For } from 'solid-js'
import type { Finding } from '../../../data/gateways.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { Badge } from '../../../ui/badge.tsx'

const LEVELS = {
  error: { label: 'Problem', tone: 'bad' },
  warning: { label: 'Warning', tone: 'warn' },
  note: { label: 'Note', tone: 'neutral' },
} as const

export function FindingList(props: { findings: readonly Finding[] }) {
  return (
    <ul class="mt-2 space-y-1.5 empty:hidden">
      <For each={props.findings}>
        {(finding) => (
          <li class="flex items-baseline gap-2 text-sm">
            <Badge tone={LEVELS[finding.level].tone}>{LEVELS[finding.level].label}</Badge>
            <span class="min-w-0 break-words">{visibleText(finding.message)}</span>
          </li>
        )}
      </For>
    </ul>
  )
}
