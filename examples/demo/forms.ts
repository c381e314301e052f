// Just enough HTML to read the demo's own pages: their first form, its fields and buttons, and a refresh. Pure.

export interface Field {
  name: string
  type: string
  value: string
  checked: boolean
}

export interface Form {
  action: URL
  fields: Field[]
  buttons: { name: string; value: string }[]
}

/** The first form that is sent by POST, or undefined. */
export function parseForm(page: string, base: URL): Form | undefined {
  for (const [, head = '', inner = ''] of page.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)) {
    if (attributeOf(head, 'method')?.toLowerCase() !== 'post') continue
    const inputs = [...inner.matchAll(/<input\b([^>]*)>/gi)].map(([, attributes = '']) => attributes)
    const fields = inputs
      .map((attributes) => ({
        name: attributeOf(attributes, 'name') ?? '',
        type: (attributeOf(attributes, 'type') ?? 'text').toLowerCase(),
        value: attributeOf(attributes, 'value') ?? '',
        checked: /\schecked(\s|=|\/|$)/i.test(attributes),
      }))
      .filter((field) => field.name !== '' && field.type !== 'submit')
    const buttons = [...inner.matchAll(/<button\b([^>]*)>/gi)].map(([, attributes = '']) => ({
      name: attributeOf(attributes, 'name') ?? '',
      value: attributeOf(attributes, 'value') ?? '',
    }))
    return { action: new URL(attributeOf(head, 'action') ?? base.href, base), fields, buttons }
  }
  return undefined
}

/** Target of `<meta http-equiv="refresh">`, by which Limen's pages move on (O14). */
export function findRefresh(page: string, base: URL): URL | undefined {
  for (const [, attributes = ''] of page.matchAll(/<meta\b([^>]*)>/gi)) {
    if (attributeOf(attributes, 'http-equiv')?.toLowerCase() !== 'refresh') continue
    const target = /url=(.*)$/i.exec(attributeOf(attributes, 'content') ?? '')?.[1]
    if (target) return new URL(target, base)
  }
  return undefined
}

function attributeOf(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(
    attributes,
  )
  const raw = match?.[1] ?? match?.[2] ?? match?.[3]
  return raw?.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, entity: string) => ENTITIES[entity] ?? '')
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" }
