/** Text of strangers as a page may show it: without control and direction characters, one line, capped (S14). Pure. */
export function displayText(text: string, charactersMax = 80): string {
  const plain = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  const characters = [...plain]
  return characters.length > charactersMax ? `${characters.slice(0, charactersMax - 1).join('')}…` : plain
}
