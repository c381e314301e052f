import { A } from '@solidjs/router'
import { For } from 'solid-js'
import type { MeterScope } from '../../../schema/api/meter-scope.ts'
import type { MeterPlace } from '../../data/meter-place.ts'
import { visibleText } from '../../format/visible-text.ts'
import { scopeWords, type ScopeNames } from './scope-words.ts'

/** What is counted; the server, Gateway and agent it names are links. */
export function ScopeName(props: {
  scope: MeterScope
  names: ScopeNames
  /** The page it stands on. */
  here?: MeterPlace | undefined
}) {
  return (
    <span class="break-words">
      <For each={scopeWords(props.scope, props.names, props.here)}>
        {(word) =>
          typeof word === 'string' ? (
            visibleText(word)
          ) : (
            <A href={word.href} class="text-accent underline">
              {visibleText(word.text)}
            </A>
          )
        }
      </For>
    </span>
  )
}
