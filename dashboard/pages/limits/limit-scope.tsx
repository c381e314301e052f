// What a budget or rate limit counts: chosen for a new one, said of one that is there.
import { Show } from 'solid-js'
import type { MeterScope } from '../../../schema/api/meter-scope.ts'
import type { MeterPlace } from '../../data/meter-place.ts'
import type { ScopeDraft } from './scope-draft.ts'
import { ScopeFields } from './scope-fields.tsx'
import { ScopeName } from './scope-name.tsx'
import type { ScopeNames } from './scope-words.ts'

export function LimitScope(props: {
  /** Undefined: of a new one. */
  scope: MeterScope | undefined
  names: ScopeNames
  /** Why it cannot be changed, and what to do instead. */
  note: string
  place: MeterPlace | undefined
  draft: ScopeDraft
  onChange: (change: Partial<ScopeDraft>) => void
  error: (field: string) => string | undefined
}) {
  return (
    <Show
      when={props.scope}
      fallback={
        <ScopeFields place={props.place} draft={props.draft} onChange={props.onChange} error={props.error} />
      }
    >
      {(scope) => (
        <p class="text-sm text-ink-soft">
          <ScopeName scope={scope()} names={props.names} />. {props.note}
        </p>
      )}
    </Show>
  )
}
