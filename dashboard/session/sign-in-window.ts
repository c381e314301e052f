// A sign-in in a window of its own: the page that asked stays as it is, with what was typed and what it holds in memory.
import { onCleanup, onMount } from 'solid-js'

const CHANNEL = 'limen.session'
const WINDOW = 'popup,width=520,height=720'

/** Where that window ends; it tells the others and closes itself. */
export const SIGNED_IN_PATH = '/signed-in'

/** Relative, so that the session belongs to the origin of this very page. */
export function signInUrl(returnTo: string, options: { isFresh?: boolean } = {}): string {
  const query = new URLSearchParams({ returnTo, ...(options.isFresh ? { fresh: 'true' } : {}) })
  return `/api/v1/sign-in/start?${query}`
}

/** Call it in a click: browsers open windows for nothing else. False where the browser would not. */
export function openSignInWindow(options: { isFresh?: boolean; hasOidc?: boolean } = {}): boolean {
  // Without a sign-in of ours, whatever stands in front of the deployment asks there.
  const url = options.hasOidc === false ? SIGNED_IN_PATH : signInUrl(SIGNED_IN_PATH, options)
  const opened = window.open(url, 'limen-sign-in', WINDOW)
  try {
    // It tells of its end by the channel; no page on its way can lead this one elsewhere.
    if (opened) opened.opener = null
  } catch {
    // It stands at a provider’s page from the last time, and has none any more.
  }
  return opened !== null
}

export function announceSignIn(): void {
  announce('signed-in')
}

export function announceSignOut(): void {
  announce('signed-out')
}

function announce(what: 'signed-in' | 'signed-out'): void {
  const channel = new BroadcastChannel(CHANNEL)
  // A channel reaches its own origin only.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel of this origin knows no other
  channel.postMessage(what)
  channel.close()
}

/** Calls when a window says that it signed in, and when the person comes back to this one. */
export function onSignedIn(listener: () => void): void {
  onSessionChange(listener)
  onComeBack(listener)
}

/** Calls when another window of this browser signed in or out. */
export function onSessionChange(listener: () => void): void {
  onMount(() => {
    const channel = new BroadcastChannel(CHANNEL)
    channel.addEventListener('message', listener)
    onCleanup(() => channel.close())
  })
}

/** Calls when the person comes back to this window. */
export function onComeBack(listener: () => void): void {
  onMount(() => {
    window.addEventListener('focus', listener)
    onCleanup(() => window.removeEventListener('focus', listener))
  })
}
