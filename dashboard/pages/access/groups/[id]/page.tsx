// One group: its members, the rules about it, and its end.
import { A, useNavigate, useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Group } from '../../../../../schema/api/groups.ts'
import { useGroup } from '../../../../data/groups.ts'
import { useRules } from '../../../../data/rules.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { Permitted } from '../../../../session/permitted.tsx'
import { useSession } from '../../../../session/session.tsx'
import { buttonClass } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { LoadedPage } from '../../../../ui/loaded-page.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { MoreButton } from '../../../../ui/more-button.tsx'
import { PageHeader } from '../../../../ui/page-header.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { GroupForm } from '../../group-form.tsx'
import { createRuleNames } from '../../rules/rule-names.ts'
import { RuleTable } from '../../rules/rule-table.tsx'
import { DeleteGroup } from './delete-group.tsx'

export default function GroupPage() {
  const params = useParams<{ id: string }>()
  const group = useGroup(() => params.id)
  return (
    <Permitted permission="grants.read" title="Group">
      <LoadedPage query={group} title="Group" noun="group" list={{ href: '/access', label: 'All groups' }}>
        {(found) => (
          <Show when={found().id} keyed>
            <GroupDetail group={found()} />
          </Show>
        )}
      </LoadedPage>
    </Permitted>
  )
}

function GroupDetail(props: { group: Group }) {
  const { may } = useSession()
  const toast = useToast()
  const navigate = useNavigate()
  const rules = useRules(() => ({ groupId: props.group.id }))
  const names = createRuleNames()
  return (
    <>
      <PageHeader
        title={visibleText(props.group.name)}
        description={
          <>
            <A href="/access" class="text-accent underline">
              Groups
            </A>{' '}
            / <code class="font-mono text-[0.8125rem] break-all">{props.group.id}</code>
          </>
        }
        actions={
          may('access.configure') && (
            <DeleteGroup group={props.group} onDeleted={() => navigate('/access', { replace: true })} />
          )
        }
      />
      <div class="space-y-6">
        <Card title="The group">
          <GroupForm
            group={props.group}
            isReadOnly={!may('access.configure')}
            onSaved={(saved) =>
              toast({ message: `${saved.name} is saved. It holds everywhere within 10 s.` })
            }
          />
        </Card>
        <Card
          title="Rules about it"
          flush
          actions={
            may('access.configure') && (
              <A
                href={`/access/rules?new=1&groupId=${encodeURIComponent(props.group.id)}`}
                class={buttonClass('plain')}
              >
                New rule
              </A>
            )
          }
        >
          <Loaded query={rules}>
            {(found) => (
              <Show
                when={found().pages[0]?.rules.length}
                fallback={<p class="px-4 py-3 text-ink-soft">No rule names this group.</p>}
              >
                <RuleTable
                  rules={found().pages.flatMap((page) => page.rules)}
                  names={names}
                  hrefOf={({ id }) => `/access/rules?rule=${encodeURIComponent(id)}`}
                />
                <MoreButton query={rules} />
              </Show>
            )}
          </Loaded>
        </Card>
      </div>
    </>
  )
}
