// The result that asks a modern client for an approval (2026-07-28, basic/patterns/mrtr; client/elicitation, URL mode).
import { confirmationStateOf, CONFIRMATION_KEY, type ApprovalLink } from './approval-link.ts'

/** A client that was asked before only waits: the page must not be opened twice. */
export function inputRequired(
  rawId: string,
  serverId: string,
  link: ApprovalLink,
  message: string,
  { isAskedBefore }: { isAskedBefore: boolean },
): string {
  const request = { method: 'elicitation/create', params: { mode: 'url', message, url: link.url } }
  const result = JSON.stringify({
    resultType: 'input_required',
    ...(isAskedBefore ? {} : { inputRequests: { [CONFIRMATION_KEY]: request } }),
    requestState: confirmationStateOf(serverId, link),
  })
  return `{"jsonrpc":"2.0","id":${rawId},"result":${result}}`
}
