// A page that asks for a permission: whoever follows a link without it reads which one is missing.
import { createContext, Show, useContext, type ParentProps } from 'solid-js'
import type { Permission } from '../../schema/api/permissions.ts'
import { ROLE_NAMES } from '../data/permissions.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { useSession } from './session.tsx'

/** A tab stands below the title of its frame already. */
const IsPart = createContext(false)

export function Permitted(props: ParentProps<{ permission: Permission; title: string }>) {
  const { may, session } = useSession()
  const isPart = useContext(IsPart)
  const who = () => {
    const { role } = session()
    return role ? `the role ${ROLE_NAMES[role]}` : 'your account'
  }
  return (
    <Show
      when={may(props.permission)}
      fallback={
        <>
          <Show when={!isPart}>
            <PageHeader title={props.title} />
          </Show>
          <EmptyState title="You may not see this">
            It needs the permission <code class="font-mono">{props.permission}</code>, which {who()} does not
            have. Ask an Owner for it.
          </EmptyState>
        </>
      }
    >
      <IsPart.Provider value={true}>{props.children}</IsPart.Provider>
    </Show>
  )
}
