// How one tool is governed: offered or not, its risk, approval of each call, scopes, time and cost.
import { useMutation } from '@tanstack/solid-query'
import { createEffect, createSignal, Show } from 'solid-js'
import type { Server } from '../../../../../schema/api/servers.ts'
import type { ToolDetail, ToolPolicyView } from '../../../../../schema/api/tools.ts'
import { loadTool, policyOf, useToolWrites, type PolicyDraft } from '../../../../data/tools.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { createForm, type Base } from '../../../../ui/create-form.ts'
import { ConfirmDialog } from '../../../../ui/dialog.tsx'
import { Checkbox, SelectField } from '../../../../ui/field.tsx'
import { Form } from '../../../../ui/form.tsx'
import { labelOf } from '../../../../ui/label-of.ts'
import { ListField } from '../../../../ui/list-field.tsx'
import { NumberField } from '../../../../ui/number-field.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { RISKS } from './tool-words.ts'

const LABELS = {
  enabled: 'Enabled',
  risk: 'Risk',
  confirmation: 'Confirmation',
  requiredScopes: 'Required scopes',
  timeoutMs: 'Time limit in seconds',
  cost: 'Cost of a call',
} as const

const NEW_TOOLS: Readonly<Record<Server['newTools'], string>> = {
  read_only_on: 'on where they only read',
  on: 'on',
  off: 'off',
}

const ENABLED = { '': null, on: true, off: false } as const
const RISK_OPTIONS = [
  { value: '', label: 'As its annotations say' },
  { value: 'read', label: RISKS.read.label },
  { value: 'write', label: RISKS.write.label },
  { value: 'destructive', label: RISKS.destructive.label },
] as const

export function PolicyForm(props: { server: Server; tool: ToolDetail }) {
  const { may } = useSession()
  const toast = useToast()
  const writes = useToolWrites(() => props.server.id)
  const { name } = props.tool
  const serverId = props.server.id
  const form = createForm<PolicyDraft, ToolPolicyView>({
    initial: baseOf(props.tool),
    save: (values, version) => writes.put(name, values, version ?? 0),
    rebase: baseOf,
    reload: async () => baseOf(await loadTool(serverId, name)),
    onSaved: () => toast({ message: 'Saved. It holds everywhere within 10 s.' }),
  })
  createEffect(() => form.follow(baseOf(props.tool)))
  const [isAsking, setAsking] = createSignal(false)
  const reset = useMutation(() => ({
    mutationFn: () => writes.forget(name, props.tool.version),
    onSuccess: () => {
      close()
      toast({ message: 'The server’s own rules hold for this tool again.' })
    },
  }))
  const close = () => {
    reset.reset()
    setAsking(false)
  }
  const offered = () => props.server.attachment?.effectiveScopes ?? []
  return (
    <>
      <Form
        form={form}
        action="Save settings"
        labels={LABELS}
        textOf={textOf}
        needsChange
        isReadOnly={!may('tools.configure')}
        actions={
          <Show when={props.tool.version > 0 && !form.isDirty()}>
            <Button tone="quiet" onClick={() => setAsking(true)}>
              Remove these settings
            </Button>
          </Show>
        }
      >
        <SelectField
          label={LABELS.enabled}
          hint="A tool that is off is neither listed nor callable. Rules for groups and users may say otherwise for some."
          value={form.values.enabled === null ? '' : form.values.enabled ? 'on' : 'off'}
          options={[
            { value: '', label: `As the server says of new tools (${NEW_TOOLS[props.server.newTools]})` },
            { value: 'on', label: 'On' },
            { value: 'off', label: 'Off' },
          ]}
          onChange={(value) => form.set('enabled', value === 'on' || value === 'off' ? ENABLED[value] : null)}
          error={form.error('enabled')}
        />
        <SelectField
          label={LABELS.risk}
          value={form.values.risk ?? ''}
          options={RISK_OPTIONS}
          onChange={(value) =>
            form.set('risk', RISK_OPTIONS.find((risk) => risk.value === value)?.value || null)
          }
          error={form.error('risk')}
        />
        <Checkbox
          label="The user approves each call"
          hint="Calls wait until their user has looked at the arguments and said yes."
          checked={form.values.confirmation ?? false}
          onChange={(checked) => form.set('confirmation', checked)}
        />
        <Show when={props.server.authMode === 'oauth' || (form.values.requiredScopes ?? []).length > 0}>
          <ListField
            label={LABELS.requiredScopes}
            hint="A call without them is answered with the scopes to sign in for."
            values={form.values.requiredScopes ?? []}
            offered={offered()}
            offeredLabel="Scopes of this server:"
            onChange={(values) => form.set('requiredScopes', values)}
            error={form.error('requiredScopes')}
          />
        </Show>
        <NumberField
          label={LABELS.timeoutMs}
          hint={`Empty: ${props.server.timeoutMs / 1_000} seconds, as for the server.`}
          min="1"
          value={typeof form.values.timeoutMs === 'number' ? form.values.timeoutMs / 1_000 : null}
          onInput={(seconds) => form.set('timeoutMs', seconds === null ? null : Math.round(seconds * 1_000))}
          error={form.error('timeoutMs')}
        />
        <NumberField
          label={LABELS.cost}
          hint="Cost units that one call takes from budgets in cost."
          min="0"
          value={form.values.cost}
          onInput={(value) => form.set('cost', value)}
          error={form.error('cost')}
        />
      </Form>
      <ConfirmDialog
        isOpen={isAsking()}
        onClose={close}
        title="Remove the settings of this tool?"
        action="Remove settings"
        isBusy={reset.isPending}
        error={reset.error?.message}
        onConfirm={() => reset.mutate()}
      >
        Everything set here is forgotten, and what the server says of new tools holds for it again:{' '}
        {NEW_TOOLS[props.server.newTools]}.
        <Show when={props.tool.enabled === false && props.server.newTools !== 'off'}>
          {' '}
          The tool is off now, and may be on afterwards.
        </Show>
      </ConfirmDialog>
    </>
  )
}

/** As the fields show them. */
function textOf(field: keyof PolicyDraft, values: PolicyDraft): string | undefined {
  if (field === 'timeoutMs') return values.timeoutMs ? String(values.timeoutMs / 1_000) : 'as for the server'
  if (field === 'enabled' && values.enabled === null) return 'as the server says'
  if (field === 'enabled') return values.enabled ? 'on' : 'off'
  return field === 'risk' ? labelOf(RISK_OPTIONS, values.risk ?? '') : undefined
}

function baseOf(tool: ToolPolicyView): Base<PolicyDraft> {
  return { values: { ...policyOf(tool), requiredScopes: [...tool.requiredScopes] }, version: tool.version }
}
