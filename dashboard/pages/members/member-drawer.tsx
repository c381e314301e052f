// One member: who they are, their role, and how to end what they have.
import { Show } from 'solid-js'
import { useMember } from '../../data/members.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { MemberDetail } from './member-detail.tsx'

export function MemberDrawer(props: { id: string | undefined; onClose: () => void }) {
  return (
    <Dialog isOpen={props.id !== undefined} onClose={() => props.onClose()} title="Member" asDrawer>
      <Show when={props.id} keyed>
        {(id) => <Content id={id} onClose={() => props.onClose()} />}
      </Show>
    </Dialog>
  )
}

function Content(props: { id: string; onClose: () => void }) {
  const member = useMember(() => props.id)
  return (
    <Loaded query={member}>
      {(found) => <MemberDetail member={found()} onGone={() => props.onClose()} />}
    </Loaded>
  )
}
