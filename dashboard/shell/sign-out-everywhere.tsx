import { useSession } from '../session/session.tsx'
import type { ButtonTone } from '../ui/button.tsx'
import { ConfirmButton } from '../ui/confirm-button.tsx'

export function SignOutEverywhere(props: { tone: ButtonTone; label: string }) {
  const { signOut } = useSession()
  return (
    <ConfirmButton
      label={props.label}
      name="Sign out everywhere"
      tone={props.tone}
      title="Sign out everywhere?"
      onConfirm={() => signOut('everywhere')}
    >
      Ends your sessions in every browser, here too. API keys that you made, and clients that act in your
      name, are not touched.
    </ConfirmButton>
  )
}
