// JSON for a person to read: line breaks and spaces between the parts, every part as it was written. Pure.

/** `text` must be JSON. Depth beyond 20 is not indented further. */
export function indentJson(text: string): string {
  let indented = ''
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (isInString) {
      indented += character
      if (character === '\\') {
        at += 1
        indented += text[at] ?? ''
      } else if (character === '"') {
        isInString = false
      }
      continue
    }
    if (character === ' ' || character === '\n' || character === '\r' || character === '\t') continue
    if (character === '"') {
      isInString = true
      indented += character
    } else if (character === '{' || character === '[') {
      const isEmpty = /^[{[]\s*[}\]]/.test(text.slice(at, at + 100))
      depth += 1
      indented += isEmpty ? character : character + breakAt(depth)
    } else if (character === '}' || character === ']') {
      depth -= 1
      indented += /[{[]$/.test(indented) ? character : breakAt(depth) + character
    } else if (character === ',') {
      indented += character + breakAt(depth)
    } else {
      indented += character === ':' ? ': ' : character
    }
  }
  return indented
}

function breakAt(depth: number): string {
  return `\n${'  '.repeat(Math.min(depth, 20))}`
}
