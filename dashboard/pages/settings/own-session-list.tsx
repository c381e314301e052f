// Where the person is signed in: to see a browser that is not theirs, and to end it.
import { createSignal, Show } from 'solid-js'
import type { OwnSession } from '../../../schema/api/session.ts'
import { useEndSessions, useOwnSessions } from '../../data/own-sessions.ts'
import { readyData } from '../../data/ready-data.ts'
import { Ago } from '../../format/moment.tsx'
import { SignOutEverywhere } from '../../shell/sign-out-everywhere.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { useToast } from '../../ui/toast.tsx'
import { nameOfBrowser } from './name-of-browser.ts'

/** The last used ones; more are rarely looked at. */
const SHOWN_MAX = 5

export function OwnSessionList() {
  const toast = useToast()
  const sessions = useOwnSessions()
  const end = useEndSessions()
  const [isAll, setAll] = createSignal(false)
  const shown = (rows: readonly OwnSession[]) => (isAll() ? rows : rows.slice(0, SHOWN_MAX))
  const others = () => (readyData(sessions)?.sessions ?? []).filter(({ isCurrent }) => !isCurrent)
  const endAll = async (ended: readonly OwnSession[]) => {
    const count = await end.mutateAsync(ended.map(({ id }) => id))
    toast({ message: count === 1 ? 'The session ended.' : `${count} sessions ended.` })
  }
  const endOne = (session: OwnSession) =>
    endAll([session]).catch((error: unknown) =>
      toast({ tone: 'bad', message: error instanceof Error ? error.message : 'It did not work. Try again.' }),
    )
  const columns: readonly Column<OwnSession>[] = [
    {
      title: 'Browser',
      cell: ({ userAgent, isCurrent }) => (
        <div class="flex max-w-44 min-w-32 sm:max-w-72 items-center gap-2">
          <span class="truncate font-medium" title={visibleText(userAgent ?? '')}>
            {visibleText(nameOfBrowser(userAgent))}
          </span>
          <Show when={isCurrent}>
            <Badge tone="accent">This one</Badge>
          </Show>
        </div>
      ),
    },
    { title: 'Last used', cell: ({ lastSeenAt }) => <Ago at={lastSeenAt} /> },
    { title: 'Signed in', isExtra: true, cell: ({ createdAt }) => <Ago at={createdAt} /> },
    { title: 'Ends', isExtra: true, cell: ({ expiresAt }) => <Ago at={expiresAt} /> },
    {
      title: 'Actions',
      cell: (session) => (
        <Show when={!session.isCurrent}>
          <Button
            tone="quiet"
            class="-my-1.5 -ml-3"
            aria-label={`End the session of ${nameOfBrowser(session.userAgent)}`}
            disabled={end.isPending}
            onClick={() => void endOne(session)}
          >
            End
          </Button>
        </Show>
      ),
    },
  ]
  return (
    <Card
      title="Your sessions"
      description="Where you are signed in to this dashboard. A session ends after 8 hours without use, and after 7 days."
      actions={
        <div class="flex flex-wrap gap-2">
          <Show when={others().length > 0}>
            <ConfirmButton
              label="End all others"
              title="End all your other sessions?"
              action="End them"
              disabled={end.isPending}
              onConfirm={() => endAll(others())}
            >
              Every other browser has to sign in again. What was typed there and not saved may be lost.
            </ConfirmButton>
          </Show>
          <SignOutEverywhere tone="plain" label="Sign out everywhere" />
        </div>
      }
      flush
    >
      <Loaded query={sessions}>
        {(data) => (
          <Show
            when={data().sessions.length > 0}
            fallback={
              <EmptyState title="No session of ours">
                Cloudflare Access signs you in, and ends that sign-in.
              </EmptyState>
            }
          >
            <DataTable label="Your sessions" rows={shown(data().sessions)} columns={columns} />
            <Show when={!isAll() && data().sessions.length > SHOWN_MAX}>
              <div class="border-t border-line p-3 text-center">
                <Button onClick={() => setAll(true)}>Show all {data().sessions.length}</Button>
              </div>
            </Show>
          </Show>
        )}
      </Loaded>
    </Card>
  )
}
