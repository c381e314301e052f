// The first Owner's invitation. Its link stays here until the page is left.
import { createSignal, For, Show } from 'solid-js'
import type { Invitation } from '../../../schema/api/invitations.ts'
import {
  createInvitation,
  useInvitations,
  useInvitationsChanged,
  useResendInvitation,
  type InvitationWithLink,
} from '../../data/invitations.ts'
import { readyData } from '../../data/ready-data.ts'
import { Moment } from '../../format/moment.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyField } from '../../ui/copy-button.tsx'
import { createForm } from '../../ui/create-form.ts'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Unread } from '../../ui/unread.tsx'

export function InviteStep() {
  const [made, setMade] = createSignal<InvitationWithLink>()
  const invitations = useInvitations(() => 'open')
  const open = () =>
    (readyData(invitations)?.pages ?? [])
      .flatMap((page) => page.invitations)
      .filter(({ role, id }) => role === 'owner' && id !== made()?.id)
  return (
    <Card
      title="2. Invite the first Owner"
      description="Yourself, for example. An Owner may do everything, and makes further Owners."
    >
      <div class="space-y-5">
        <Show when={made()} fallback={<InviteForm onMade={setMade} />}>
          {(invitation) => <Made invitation={invitation()} />}
        </Show>
        <Unread query={invitations} what="the open invitations" />
        <For each={open()}>{(invitation) => <Waiting invitation={invitation} onMade={setMade} />}</For>
      </div>
    </Card>
  )
}

function InviteForm(props: { onMade: (made: InvitationWithLink) => void }) {
  const changed = useInvitationsChanged()
  const empty = { email: '' }
  const form = createForm({
    initial: { values: empty },
    save: ({ email }) => createInvitation({ email, role: 'owner' }),
    rebase: () => ({ values: empty }),
    onSaved: (made) => {
      changed()
      props.onMade(made)
    },
  })
  return (
    <Form form={form} action="Make the link">
      <TextField
        label="E-mail of the first Owner"
        type="email"
        inputmode="email"
        placeholder="ada@example.com"
        value={form.values.email}
        onInput={(email) => form.set({ email })}
        error={form.error('email')}
        hint="As the sign-in provider knows it; the provider must say that it is verified."
      />
    </Form>
  )
}

function Made(props: { invitation: InvitationWithLink }) {
  return (
    <div class="space-y-4">
      <CopyField label="Invitation link" value={props.invitation.link} />
      <p class="text-ink-soft">
        For <span class="font-medium break-all text-ink">{visibleText(props.invitation.email)}</span>, once,
        until <Moment at={props.invitation.expiresAt} />. Limen sends no mail: pass it on, or open it
        yourself.
      </p>
      <a href={props.invitation.link} target="_blank" rel="noopener" class={buttonClass('primary')}>
        Open the link in a new tab
      </a>
    </div>
  )
}

function Waiting(props: { invitation: Invitation; onMade: (made: InvitationWithLink) => void }) {
  const resend = useResendInvitation()
  return (
    <div class="flex flex-wrap items-center gap-3 border-t border-line pt-4">
      <p class="min-w-0 flex-1 basis-56 text-ink-soft">
        <span class="font-medium break-all text-ink">{visibleText(props.invitation.email)}</span> has an open
        invitation. Its link was shown once.
      </p>
      <Button
        isBusy={resend.isPending}
        onClick={() => resend.mutate(props.invitation.id, { onSuccess: (made) => props.onMade(made) })}
      >
        Make a new link
      </Button>
      <Show when={resend.error}>
        {(error) => (
          <p role="alert" class="w-full text-sm text-bad">
            {error().message}
          </p>
        )}
      </Show>
    </div>
  )
}
