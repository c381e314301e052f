// Where the inspector's sign-in ends: it hands the answer to the page that waits for it, and goes away.
import { onMount } from 'solid-js'
import { announceCallback } from '../servers/[id]/connect/inspector/callback-channel.ts'

export default function InspectorCallbackPage() {
  onMount(() => {
    document.title = 'Signed in · Limen'
    announceCallback()
    window.close()
  })
  return (
    <>
      <h1 class="text-xl font-semibold">The inspector has its answer</h1>
      <p class="mt-1 text-ink-soft">Close this window and go on in the other one.</p>
    </>
  )
}
