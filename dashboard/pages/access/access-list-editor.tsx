// Who may use one server, or every server of one Gateway.
import { Show } from 'solid-js'
import { useAccessLists } from '../../data/access-lists.ts'
import type { AccessTarget } from '../../data/target-agents.ts'
import { useSession } from '../../session/session.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { AccessListForm } from './access-list-form.tsx'

export function AccessListEditor(props: {
  target: AccessTarget
  /** Of the server or Gateway. */
  name: string
}) {
  const { may } = useSession()
  const lists = useAccessLists(
    () => props.target,
    () => may('grants.read'),
  )
  return (
    <Show
      when={may('grants.read')}
      fallback={
        <p class="p-4 text-ink-soft">
          Who may use it is shown to whoever has the permission <code class="font-mono">grants.read</code>.
        </p>
      }
    >
      <Loaded query={lists}>
        {(found) => (
          // Another target has a form of its own.
          <Show when={`${props.target.kind} ${props.target.id}`} keyed>
            <AccessListForm target={props.target} name={props.name} lists={found()} />
          </Show>
        )}
      </Loaded>
    </Show>
  )
}
