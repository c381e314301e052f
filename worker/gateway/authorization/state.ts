/** The `state` that a downstream carries: `<issuer key>.<handle>` (architecture.md §3.1). Pure. */
export function parseState(state: string | null): { issuerKey: string; handle: string } | undefined {
  const [, issuerKey, handle] =
    /^([A-Za-z0-9_-]{1,64}:[ph])\.([A-Za-z0-9_-]{20,128})$/.exec(state ?? '') ?? []
  return issuerKey && handle ? { issuerKey, handle } : undefined
}
