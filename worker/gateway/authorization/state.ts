/**
 * The `state` that a downstream carries: `<issuer key>.<handle>` (architecture.md §3.1), or `<gateway id>:c.<handle>` for
 * the sign-in to *My connections*, which belongs to no issuer. Pure.
 */
export function parseState(state: string | null): { issuerKey: string; handle: string } | undefined {
  const [, issuerKey, handle] =
    /^([A-Za-z0-9_-]{1,64}:[phc])\.([A-Za-z0-9_-]{20,128})$/.exec(state ?? '') ?? []
  return issuerKey && handle ? { issuerKey, handle } : undefined
}

export function isConnectionsState(state: string | null): boolean {
  return parseState(state)?.issuerKey.endsWith(':c') ?? false
}
