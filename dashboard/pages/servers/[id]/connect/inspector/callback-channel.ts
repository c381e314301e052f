// How the window in which one signs in hands its answer to the page that opened it. A channel of this origin, because
// some providers cut the tie between the two windows (Cross-Origin-Opener-Policy). The code in it is worth nothing
// without the verifier, which never leaves that page (RFC 7636).

/** The redirect URI of the inspector, on the dashboard's own origin. */
export const CALLBACK_PATH = '/inspector-callback'

const CHANNEL = 'limen.inspector'

export function callbackUrl(): string {
  return new URL(CALLBACK_PATH, window.location.origin).href
}

/** Called in that window: takes the answer out of its address, and sends it on. */
export function announceCallback(): void {
  const { search } = window.location
  window.history.replaceState(null, '', CALLBACK_PATH)
  const channel = new BroadcastChannel(CHANNEL)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel of this origin knows no other
  channel.postMessage(search)
  channel.close()
}

/** The answer to the request with this `state`; that of another one is left alone. Rejects when `signal` aborts. */
export function waitForCallback(state: string, signal: AbortSignal): Promise<URLSearchParams> {
  return new Promise((resolve, reject) => {
    const channel = new BroadcastChannel(CHANNEL)
    const end = (act: () => void) => {
      channel.close()
      signal.removeEventListener('abort', abort)
      act()
    }
    const abort = () => end(() => reject(new DOMException('cancelled', 'AbortError')))
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== 'string') return
      const answer = new URLSearchParams(data)
      if (answer.get('state') === state) end(() => resolve(answer))
    })
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort)
  })
}
