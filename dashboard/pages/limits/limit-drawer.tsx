// The drawer of a budget or rate limit: the one with this id, or a new one.
import type { UseQueryResult } from '@tanstack/solid-query'
import { Show, type JSX } from 'solid-js'
import { readyData } from '../../data/ready-data.ts'
import { useSession } from '../../session/session.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { NEW } from './limit-query.ts'

export function LimitDrawer<Limit extends { id: string; name: string }>(props: {
  noun: 'Budget' | 'Rate limit'
  /** Undefined: closed. */
  id: string | undefined
  limit: UseQueryResult<Limit>
  onClose: () => void
  /** Without one: the form of a new one. */
  children: (limit?: () => Limit) => JSX.Element
}) {
  const { may } = useSession()
  const isNew = () => props.id === NEW
  return (
    <Dialog
      isOpen={props.id !== undefined && (!isNew() || may('budgets.configure'))}
      onClose={() => props.onClose()}
      title={
        isNew() ? `Add ${props.noun.toLowerCase()}` : `${props.noun} ${readyData(props.limit)?.name ?? ''}`
      }
      asDrawer
    >
      <Show when={!isNew()} fallback={props.children()}>
        <Loaded query={props.limit}>
          {(found) => (
            <Show when={found().id} keyed>
              {props.children(found)}
            </Show>
          )}
        </Loaded>
      </Show>
    </Dialog>
  )
}
