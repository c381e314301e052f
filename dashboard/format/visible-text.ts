// Text of strangers with what cannot be seen made visible: characters without width, and those that turn the direction
// of what follows, are how a description says something else to a person than to a model.
import type { JSX } from 'solid-js'

const INVISIBLE = /[\p{Cf}\p{Co}\p{Cn}]|(?![\n\t])\p{Cc}/gu

export function visibleText(text: string): string {
  return text.replaceAll(
    INVISIBLE,
    (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )
}

/** The same for a place that takes elements too: their own texts are written out where they are made. */
export function visible(content: JSX.Element): JSX.Element {
  return typeof content === 'string' ? visibleText(content) : content
}
