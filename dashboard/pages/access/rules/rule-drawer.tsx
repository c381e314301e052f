// The rule that the URL names, or a new one.
import { Show } from 'solid-js'
import type { Rule } from '../../../../schema/api/rules.ts'
import { useRule, useRuleWrites, type RuleFilters } from '../../../data/rules.ts'
import { useSession } from '../../../session/session.tsx'
import { ConfirmButton } from '../../../ui/confirm-button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { Moment } from '../../../format/moment.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { RuleForm } from './rule-form.tsx'
import type { RuleNames } from './rule-names.ts'

export function RuleDrawer(props: {
  ruleId: string | undefined
  isNew: boolean
  start: RuleFilters
  names: RuleNames
  onClose: () => void
}) {
  const { may } = useSession()
  const toast = useToast()
  const rule = useRule(() => props.ruleId)
  const saved = (what: string) => {
    toast({ message: `The rule is ${what}. It holds everywhere within 10 s.` })
    props.onClose()
  }
  return (
    <Dialog
      isOpen={props.ruleId !== undefined || props.isNew}
      onClose={props.onClose}
      title={props.isNew ? 'New rule' : 'Rule'}
      description="Changes tools for a group or a user; what it leaves out stays as it is for everybody."
      asDrawer
    >
      <Show
        when={props.ruleId !== undefined}
        fallback={<RuleForm start={props.start} names={props.names} onSaved={() => saved('created')} />}
      >
        <Loaded query={rule}>
          {(found) => (
            <Show when={found().id} keyed>
              <RuleForm
                rule={found()}
                names={props.names}
                isReadOnly={!may('access.configure')}
                onSaved={() => saved('saved')}
              />
              <div class="mt-6 flex flex-wrap items-center gap-3 border-t border-line pt-4 text-sm text-ink-soft">
                <span class="min-w-0 flex-1 break-all">
                  <code class="font-mono text-[0.8125rem]">{found().id}</code>, changed{' '}
                  <Moment at={found().updatedAt} />
                </span>
                <Show when={may('access.configure')}>
                  <DeleteRule rule={found()} onDeleted={() => saved('deleted')} />
                </Show>
              </div>
            </Show>
          )}
        </Loaded>
      </Show>
    </Dialog>
  )
}

function DeleteRule(props: { rule: Rule; onDeleted: () => void }) {
  const { remove } = useRuleWrites()
  return (
    <ConfirmButton
      label="Delete rule"
      title="Delete this rule?"
      onConfirm={() => remove(props.rule)}
      onDone={() => props.onDeleted()}
    >
      What it set is again as it is for everybody. To keep it for later, switch it off instead.
    </ConfirmButton>
  )
}
