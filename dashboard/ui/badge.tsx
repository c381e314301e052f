import type { ParentProps } from 'solid-js'
import { visible } from '../format/visible-text.ts'

export type Tone = 'neutral' | 'ok' | 'warn' | 'bad' | 'accent'

const TONES: Readonly<Record<Tone, string>> = {
  neutral: 'bg-sunken text-ink-soft',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  accent: 'bg-accent-soft text-accent',
}

/** A state in one or two words; never by colour alone. */
export function Badge(props: ParentProps<{ tone?: Tone }>) {
  return (
    <span
      class={`inline-flex items-center gap-1.5 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap ${TONES[props.tone ?? 'neutral']}`}
    >
      {visible(props.children)}
    </span>
  )
}
