import { Notice } from '../../../ui/notice.tsx'

/** What is given up with mode `passthrough` (product.md §3). */
export function PassthroughWarning() {
  return (
    <Notice tone="warn" role="alert">
      <p class="font-medium">MCP advises against forwarding a token that was issued to somebody else.</p>
      <p>
        Limen then stores, refreshes and revokes nothing and cannot end a session. Prefer the sign-in through
        a Gateway where the provider allows it.
      </p>
    </Notice>
  )
}
