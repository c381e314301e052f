// Mode `none`: with access tokens, or open because somebody explicitly says so (product.md §3).
import { Show } from 'solid-js'
import { useSession } from '../../../session/session.tsx'
import { ChoiceField } from '../../../ui/choice-field.tsx'
import { Notice } from '../../../ui/notice.tsx'

export function OpenChoice(props: {
  isOpen: boolean
  onChange: (open: boolean) => void
  error?: string | undefined
}) {
  const { may } = useSession()
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
            disabled: !may('access.configure') && !props.isOpen,
            hint: may('access.configure')
              ? 'For servers whose answers are public anyway.'
              : 'Needs the permission access.configure, which you do not have.',
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
