// Rules: overrides of tools for groups and users. Filters and the open rule are in the URL.
import { useLocation, useSearchParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { useRules, type RuleFilters } from '../../../data/rules.ts'
import { Permitted } from '../../../session/permitted.tsx'
import { useSession } from '../../../session/session.tsx'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { SelectField } from '../../../ui/field.tsx'
import { FilterText } from '../../../ui/filter-text.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { MoreButton } from '../../../ui/more-button.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { AccessTabs } from '../access-tabs.tsx'
import { RuleDrawer } from './rule-drawer.tsx'
import { createRuleNames } from './rule-names.ts'
import { RuleTable } from './rule-table.tsx'

const FILTERS = ['serverId', 'gatewayId', 'groupId', 'email', 'tool'] as const

export default function RulesPage() {
  return (
    <Permitted permission="grants.read" title="Access rules">
      <Rules />
    </Permitted>
  )
}

function Rules() {
  const { may } = useSession()
  const location = useLocation()
  const [params, setParams] = useSearchParams<Record<(typeof FILTERS)[number] | 'rule' | 'new', string>>()
  const names = createRuleNames()
  const filters = (): RuleFilters =>
    Object.fromEntries(FILTERS.flatMap((name) => (params[name] ? [[name, params[name]]] : [])))
  const rules = useRules(filters)
  const isNarrowed = () => Object.keys(filters()).length > 0
  const clear = () => setParams(Object.fromEntries(FILTERS.map((name) => [name, null])))
  const newRule = () =>
    may('access.configure') && (
      <Button tone="primary" onClick={() => setParams({ new: '1' })}>
        New rule
      </Button>
    )
  const hrefOf = (id: string) => {
    const query = new URLSearchParams(location.search)
    query.set('rule', id)
    return `/access/rules?${query}`
  }
  const pick = (
    name: 'serverId' | 'gatewayId' | 'groupId',
    noun: 'server' | 'gateway' | 'group',
    label: string,
  ) => (
    <SelectField
      label={label}
      value={params[name] ?? ''}
      options={[{ value: '', label: 'Any' }, ...names.options(noun)]}
      onChange={(value) => setParams({ [name]: value || null })}
    />
  )
  const text = (name: 'email' | 'tool', label: string) => (
    <FilterText
      label={label}
      value={params[name] ?? ''}
      onChange={(value) => setParams({ [name]: value || null })}
    />
  )
  return (
    <>
      <PageHeader
        title="Access rules"
        description="Rules change tools for a group or a user: on or off, with or without approval. Of several group rules the strictest wins; a rule for the user comes after them."
        actions={newRule()}
      />
      <AccessTabs />
      <div class="space-y-4">
        <div class="grid grid-cols-2 gap-3 md:grid-cols-3 lg:grid-cols-5">
          {pick('serverId', 'server', 'Server')}
          {pick('gatewayId', 'gateway', 'Gateway')}
          {pick('groupId', 'group', 'Group')}
          {text('email', 'User (e-mail)')}
          {text('tool', 'Tool')}
        </div>
        <Card flush>
          <Loaded query={rules}>
            {(found) => (
              <Show
                when={found().pages[0]?.rules.length}
                fallback={
                  <Show
                    when={isNarrowed()}
                    fallback={
                      <EmptyState title="No rule yet" action={newRule()}>
                        Everybody who may use a server has its tools as its Tools tab says. A rule makes an
                        exception for a group or a user.
                      </EmptyState>
                    }
                  >
                    <EmptyState
                      title="No rule is like this"
                      action={<Button onClick={clear}>Clear all filters</Button>}
                    >
                      Remove a filter to see more.
                    </EmptyState>
                  </Show>
                }
              >
                <RuleTable
                  rules={found().pages.flatMap((page) => page.rules)}
                  names={names}
                  hrefOf={({ id }) => hrefOf(id)}
                />
                <MoreButton query={rules} />
              </Show>
            )}
          </Loaded>
        </Card>
      </div>
      <RuleDrawer
        ruleId={params.rule}
        isNew={params.new === '1' && may('access.configure')}
        start={filters()}
        names={names}
        onClose={() => setParams({ rule: null, new: null }, { replace: true })}
      />
    </>
  )
}
