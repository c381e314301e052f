// Text of strangers on our pages: clients name themselves (O14, S14). Escaping is html``'s work; this takes away what
// escaping does not touch: direction overrides, invisible characters, line breaks and sheer length. Pure.

/** Controls, formats (bidi overrides, zero-width, tags), private use and unassigned code points, line separators. */
const DECEPTIVE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu

/** One line of at most `codePointsMax` code points; what cannot be seen becomes U+FFFD. */
export function displayText(text: string, codePointsMax = 100): string {
  // Cut by UTF-16 units first, so that a huge name costs nothing.
  const seen = [
    ...text
      .slice(0, codePointsMax * 4)
      .replaceAll(/\s+/gu, ' ')
      .replaceAll(DECEPTIVE, '\uFFFD')
      .trim(),
  ]
  return seen.length > codePointsMax ? `${seen.slice(0, codePointsMax - 1).join('')}…` : seen.join('')
}

/** Text of several lines as a whole; what cannot be seen becomes U+FFFD, line feeds stay. */
export function displayLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replaceAll(DECEPTIVE, '\uFFFD'))
    .join('\n')
}
