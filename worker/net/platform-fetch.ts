// The platform's fetch, taken before the guard replaces the global one. Only this folder imports it.
import { OutboundError } from './outbound-error.ts'

export const platformFetch: typeof fetch = globalThis.fetch.bind(globalThis)

/**
 * Closes the global `fetch`, so that no library goes around `outbound` (architecture.md §3.5b). Called at start; a
 * library that needs the network is given `outbound` as its own fetch.
 */
export function installOutboundGuard(): void {
  globalThis.fetch = refuseFetch
}

// oxlint-disable-next-line require-await -- fetch reports every refusal as a rejection
async function refuseFetch(): Promise<never> {
  throw new OutboundError('refused_target', 'the global fetch is closed; requests go through worker/net')
}
