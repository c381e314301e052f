// Several lines to be read, and taken as they are.
import { visibleText } from '../format/visible-text.ts'
import { CopyButton } from './copy-button.tsx'

export function CodeBlock(props: {
  label: string
  /** Copied as it is; shown with all of it visible. */
  text: string
  isTall?: boolean
}) {
  return (
    <div>
      <div class="mb-1 flex items-center gap-2">
        <div class="min-w-0 flex-1 text-sm font-medium">{visibleText(props.label)}</div>
        <CopyButton tone="quiet" text={props.text} label={props.label} />
      </div>
      <pre
        tabIndex={0}
        role="region"
        aria-label={visibleText(props.label)}
        class={`overflow-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-[0.8125rem] ${props.isTall ? 'max-h-[60vh]' : 'max-h-80'}`}
      >
        {visibleText(props.text)}
      </pre>
    </div>
  )
}
