import { createSignal } from 'solid-js'
import { useSession } from '../session/session.tsx'
import { Button, type ButtonTone } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'

export function SignOutEverywhere(props: { tone: ButtonTone; label: string }) {
  const { signOut } = useSession()
  const [isAsked, setAsked] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<string>()
  const leave = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await signOut('everywhere')
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : 'It did not work. Try again.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button tone={props.tone} aria-label="Sign out everywhere" onClick={() => setAsked(true)}>
        {props.label}
      </Button>
      <ConfirmDialog
        isOpen={isAsked()}
        onClose={() => setAsked(false)}
        title="Sign out everywhere?"
        action="Sign out everywhere"
        isBusy={isBusy()}
        error={error()}
        onConfirm={() => void leave()}
      >
        Ends your sessions in every browser, here too. API keys that you made, and clients that act in your
        name, are not touched.
      </ConfirmDialog>
    </>
  )
}
