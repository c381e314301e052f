import { expect, it } from 'vitest'
import { visibleText } from './visible-text.ts'

it('what cannot be seen, or turns the text around, is written out', () => {
  expect(visibleText('a\u200Bb\u202Ec\u{E0041}d\u0007')).toBe('a⟨U+200B⟩b⟨U+202E⟩c⟨U+E0041⟩d⟨U+0007⟩')
})

it('what can be read stays as it is', () => {
  const text = 'Zeile 1\n\tüñ 漢字 🙂 עברית <b>'
  expect(visibleText(text)).toBe(text)
})
