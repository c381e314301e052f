// Where a sign-in in a window of its own ends: it tells the page that opened it, and goes away.
import { onMount } from 'solid-js'
import { announceSignIn } from '../../session/sign-in-window.ts'

export default function SignedInPage() {
  onMount(() => {
    document.title = 'Signed in · Limen'
    announceSignIn()
    window.close()
  })
  return (
    <>
      <h1 class="text-xl font-semibold">You are signed in</h1>
      <p class="mt-1 text-ink-soft">Close this window and go on in the other one.</p>
    </>
  )
}
