// Groups of users: what access lists and rules name.
import { A, useNavigate, useSearchParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { useGroups } from '../../data/groups.ts'
import { Ago } from '../../format/moment.tsx'
import { formatCount } from '../../format/numbers.ts'
import { visibleText } from '../../format/visible-text.ts'
import { Permitted } from '../../session/permitted.tsx'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useToast } from '../../ui/toast.tsx'
import { AccessTabs } from './access-tabs.tsx'
import { GroupForm } from './group-form.tsx'

export default function AccessPage() {
  return (
    <Permitted permission="grants.read" title="Access">
      <Groups />
    </Permitted>
  )
}

function Groups() {
  const { may } = useSession()
  const [params, setParams] = useSearchParams<{ new?: string }>()
  const navigate = useNavigate()
  const toast = useToast()
  const groups = useGroups()
  const newGroup = () =>
    may('access.configure') && (
      <Button tone="primary" onClick={() => setParams({ new: '1' })}>
        New group
      </Button>
    )
  return (
    <>
      <PageHeader
        title="Access"
        description="Who may use which server, and how its tools are for them. A server's own lists are on its Access tab."
        actions={newGroup()}
      />
      <AccessTabs />
      <Card flush>
        <Loaded query={groups}>
          {(found) => (
            <Show
              when={found().length > 0}
              fallback={
                <EmptyState title="No group yet" action={newGroup()}>
                  A group is a named set of users. Access lists let it in or keep it out, rules switch tools
                  for it.
                </EmptyState>
              }
            >
              <DataTable
                label="Groups"
                rows={found()}
                columns={[
                  {
                    title: 'Group',
                    cell: ({ id, name, description }) => (
                      <div class="max-w-96">
                        <A
                          href={`/access/groups/${encodeURIComponent(id)}`}
                          class="font-medium break-words text-accent hover:underline"
                        >
                          {visibleText(name)}
                        </A>
                        <div class="truncate text-ink-soft" title={visibleText(description)}>
                          {visibleText(description)}
                        </div>
                      </div>
                    ),
                  },
                  { title: 'Members', isNumber: true, cell: ({ memberCount }) => formatCount(memberCount) },
                  { title: 'Changed', isExtra: true, cell: ({ updatedAt }) => <Ago at={updatedAt} /> },
                ]}
              />
            </Show>
          )}
        </Loaded>
      </Card>
      <Dialog
        isOpen={params.new === '1' && may('access.configure')}
        onClose={() => setParams({ new: null }, { replace: true })}
        title="New group"
        description="It changes nothing until an access list or a rule names it."
      >
        <GroupForm
          onSaved={(saved) => {
            toast({ message: `${saved.name} is created.` })
            navigate(`/access/groups/${encodeURIComponent(saved.id)}`)
          }}
        />
      </Dialog>
    </>
  )
}
