// Copies a text, and says so.
import { createSignal, onCleanup } from 'solid-js'
import { visibleText } from '../format/visible-text.ts'
import { Button, type ButtonTone } from './button.tsx'

const SHOWN_MS = 2_000

export function CopyButton(props: {
  text: string
  label: string
  tone?: ButtonTone
  /** On the button in the place of `Copy`, where one page has several. */
  word?: string
}) {
  const [state, setState] = createSignal<'idle' | 'copied' | 'failed'>('idle')
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const copy = async () => {
    const next = await navigator.clipboard.writeText(props.text).then(
      () => 'copied' as const,
      () => 'failed' as const,
    )
    setState(next)
    clearTimeout(timer)
    timer = setTimeout(() => setState('idle'), SHOWN_MS)
  }
  return (
    <Button
      tone={props.tone ?? 'plain'}
      onClick={() => void copy()}
      aria-label={`Copy ${visibleText(props.label)}`}
    >
      <span aria-live="polite">
        {{ idle: props.word ?? 'Copy', copied: 'Copied', failed: 'Select and copy' }[state()]}
      </span>
    </Button>
  )
}

/** A value that is there to be taken: selectable, in full, with its button. */
export function CopyField(props: { label: string; value: string }) {
  return (
    <div>
      <div class="mb-1 text-sm font-medium">{props.label}</div>
      <div class="flex items-center gap-2">
        <code class="min-w-0 flex-1 rounded-md border border-line bg-sunken px-2.5 py-1.5 font-mono text-[0.8125rem] break-all select-all">
          {visibleText(props.value)}
        </code>
        <CopyButton text={props.value} label={props.label} />
      </div>
    </div>
  )
}
