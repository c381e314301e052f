// A page that asks for a permission: whoever follows a link without it reads which one is missing.
import { Show, type ParentProps } from 'solid-js'
import type { Permission } from '../../schema/api/permissions.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { useSession } from './session.tsx'

export function Permitted(props: ParentProps<{ permission: Permission; title: string }>) {
  const { may, session } = useSession()
  return (
    <Show
      when={may(props.permission)}
      fallback={
        <>
          <PageHeader title={props.title} />
          <EmptyState title="You may not see this">
            It needs the permission <code class="font-mono">{props.permission}</code>, which{' '}
            {session().role ? `the role ${session().role}` : 'your account'} does not have. Ask an owner for
            it.
          </EmptyState>
        </>
      }
    >
      {props.children}
    </Show>
  )
}
