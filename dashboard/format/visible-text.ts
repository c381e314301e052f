// Text of strangers with what cannot be seen made visible: characters without width, and those that turn the direction
// of what follows, are how a description says something else to a person than to a model.
const INVISIBLE = /[\p{Cf}\p{Co}\p{Cn}]|(?![\n\t])\p{Cc}/gu

export function visibleText(text: string): string {
  return text.replaceAll(
    INVISIBLE,
    (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )
}
