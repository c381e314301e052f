// What somebody pasted, as a JSON object, or why it is none. Pure.
export function parseDocument(
  text: string,
): { document: Readonly<Record<string, unknown>> } | { problem: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}` }
  }
  return isRecord(value) ? { document: value } : { problem: 'A server.json is a JSON object: { … }' }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
