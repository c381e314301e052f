// How much of something is used; the words for it stand beside it.
import { visibleText } from '../format/visible-text.ts'
import type { Tone } from './badge.tsx'

const TONES: Readonly<Record<Tone, string>> = {
  neutral: '[&::-webkit-progress-value]:bg-line-strong [&::-moz-progress-bar]:bg-line-strong',
  ok: '[&::-webkit-progress-value]:bg-ok [&::-moz-progress-bar]:bg-ok',
  warn: '[&::-webkit-progress-value]:bg-warn [&::-moz-progress-bar]:bg-warn',
  bad: '[&::-webkit-progress-value]:bg-bad [&::-moz-progress-bar]:bg-bad',
  accent: '[&::-webkit-progress-value]:bg-accent [&::-moz-progress-bar]:bg-accent',
}

export function ProgressBar(props: { label: string; value: number; max: number; tone?: Tone }) {
  return (
    <progress
      aria-label={visibleText(props.label)}
      value={props.max === 0 ? 1 : Math.min(props.value, props.max)}
      max={props.max === 0 ? 1 : props.max}
      class={`h-1.5 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-webkit-progress-bar]:bg-sunken ${TONES[props.tone ?? 'accent']}`}
    />
  )
}
