// Mode `none`: with access tokens, or open because somebody explicitly says so (product.md §3).
import { Show } from 'solid-js'
import { missingPermission } from '../../../session/missing-permission.ts'
import { useSession } from '../../../session/session.tsx'
import { ChoiceField } from '../../../ui/choice-field.tsx'
import { Notice } from '../../../ui/notice.tsx'

export function OpenChoice(props: {
  isOpen: boolean
  /** As it is stored: to leave it so asks for nothing. */
  wasOpen?: boolean
  onChange: (open: boolean) => void
  error?: string | undefined
}) {
  const { may } = useSession()
  const mayOpen = () => may('access.configure') || props.wasOpen === true
  return (
    <>
      <ChoiceField
        legend="Who may call"
        value={props.isOpen ? 'open' : 'token'}
        choices={[
          {
            value: 'token',
            label: 'Whoever has an access token of Limen',
            hint: 'You make access tokens for this server after it was added.',
          },
          {
            value: 'open',
            label: 'Everybody, without a token',
            disabled: !mayOpen(),
            hint: mayOpen()
              ? 'For servers whose answers are public anyway.'
              : missingPermission('access.configure'),
          },
        ]}
        onChange={(value) => props.onChange(value === 'open')}
        error={props.error}
      />
      <Show when={props.isOpen}>
        <Notice tone="warn" role="alert">
          Anybody who knows the URL may call the tools of this server. Access tokens close it again.
        </Notice>
      </Show>
    </>
  )
}
