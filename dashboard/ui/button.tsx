import { splitProps, type JSX } from 'solid-js'
import { visibleText } from '../format/visible-text.ts'

export type ButtonTone = 'primary' | 'plain' | 'danger' | 'quiet'

export interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: ButtonTone
  /** Work is under way: the button stays where it is, and takes no second click. */
  isBusy?: boolean
}

const BASE =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-md px-3 text-sm font-medium whitespace-nowrap disabled:opacity-60'

const TONES: Readonly<Record<ButtonTone, string>> = {
  primary: 'bg-accent-strong text-on-accent hover:brightness-110',
  plain: 'border border-line-strong bg-surface text-ink hover:bg-sunken',
  danger: 'bg-bad-strong text-on-accent hover:brightness-110',
  quiet: 'text-ink-soft hover:bg-sunken hover:text-ink',
}

export function buttonClass(tone: ButtonTone = 'plain'): string {
  return `${BASE} ${TONES[tone]}`
}

export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, [
    'tone',
    'isBusy',
    'class',
    'disabled',
    'children',
    'type',
    'aria-label',
  ])
  return (
    <button
      {...rest}
      aria-label={visibleText(own['aria-label'] ?? '') || undefined}
      type={own.type ?? 'button'}
      disabled={own.disabled || own.isBusy}
      aria-busy={own.isBusy || undefined}
      class={`${buttonClass(own.tone)} ${own.class ?? ''}`}
    >
      {own.isBusy && <Spinner />}
      {own.children}
    </button>
  )
}

export function Spinner() {
  return (
    <span
      aria-hidden="true"
      class="size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent"
    />
  )
}
