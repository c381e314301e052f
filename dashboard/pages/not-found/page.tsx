import { A } from '@solidjs/router'
import { buttonClass } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'

export default function NotFoundPage() {
  return (
    <>
      <PageHeader title="Nothing here" />
      <EmptyState
        title="There is no such page"
        action={
          <A href="/" class={buttonClass('primary')}>
            Go to the overview
          </A>
        }
      >
        The address may be old, or what it named was deleted.
      </EmptyState>
    </>
  )
}
