// Markup by template literal; whatever is inserted is escaped unless it is markup already.

/** Markup whose inserted text has been escaped; a plain string never is one. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export function html(parts: TemplateStringsArray, ...values: (string | Html | Html[])[]): Html {
  const inserted = values.map((value) => {
    if (Array.isArray(value)) return value.map((item) => item.text).join('')
    return value instanceof Html ? value.text : escapeText(value)
  })
  return new Html(String.raw({ raw: parts }, ...inserted))
}

const escapeText = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
