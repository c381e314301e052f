// Something one should know before going on; not an error.
import type { ParentProps } from 'solid-js'
import { visible } from '../format/visible-text.ts'

const TONES = {
  neutral: 'border-line bg-surface',
  warn: 'border-warn bg-warn-soft',
  bad: 'border-bad bg-bad-soft',
} as const

export function Notice(
  props: ParentProps<{ tone?: keyof typeof TONES; role?: 'status' | 'alert' | 'note' }>,
) {
  return (
    <div role={props.role ?? 'note'} class={`rounded-md border px-4 py-3 ${TONES[props.tone ?? 'neutral']}`}>
      {visible(props.children)}
    </div>
  )
}
