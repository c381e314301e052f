// One tool: what it is and says, what changed of it, how it is governed, and its whole definition.
import { Show } from 'solid-js'
import type { Server } from '../../../../../schema/api/servers.ts'
import type { ToolDetail } from '../../../../../schema/api/tools.ts'
import { useTool } from '../../../../data/tools.ts'
import { Moment } from '../../../../format/moment.tsx'
import { visibleText } from '../../../../format/visible-text.ts'
import { Badge } from '../../../../ui/badge.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { Facts, type Fact } from '../../../../ui/facts.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { ApproveOne } from './approve-one.tsx'
import { Definition } from './definition.tsx'
import { DefinitionChange } from './definition-change.tsx'
import { PolicyForm } from './policy-form.tsx'
import { offerNote, RISKS, stateWords } from './tool-words.ts'

export function ToolDrawer(props: { server: Server; name: string; onClose: () => void }) {
  return (
    <Dialog
      asDrawer
      isOpen={props.name !== ''}
      onClose={() => props.onClose()}
      title={visibleText(props.name)}
      description={`Tool of ${props.server.name}`}
    >
      <Show when={props.name} keyed>
        {(name) => <Content server={props.server} name={name} />}
      </Show>
    </Dialog>
  )
}

function Content(props: { server: Server; name: string }) {
  const tool = useTool(
    () => props.server.id,
    () => props.name,
  )
  return (
    <Loaded query={tool}>
      {(found) => (
        <div class="space-y-6">
          <Saying tool={found()} />
          <ApproveOne serverId={props.server.id} tool={found()} />
          <Show when={found().change}>{(change) => <DefinitionChange change={change()} />}</Show>
          <section aria-label="Settings of this tool">
            <h3 class="mb-3 text-sm font-semibold">Settings</h3>
            <PolicyForm server={props.server} tool={found()} />
          </section>
          <Definition tool={found()} />
        </div>
      )}
    </Loaded>
  )
}

function Saying(props: { tool: ToolDetail }) {
  const facts = (): Fact[] => {
    const seen = props.tool.catalogue
    const times: readonly [string, number | null | undefined][] = [
      ['First seen', seen?.firstSeenAt],
      ['Last seen', seen?.lastSeenAt],
      ['Changed', seen?.changedAt],
      ['Approved', seen?.approvedAt],
      ['Removed', seen?.removedAt],
    ]
    return times.flatMap(([name, at]) => (at ? [{ name, value: <Moment at={at} /> }] : []))
  }
  return (
    <div class="space-y-3">
      <div class="flex flex-wrap gap-1.5">
        <Badge tone={stateWords(props.tool).tone}>{stateWords(props.tool).label}</Badge>
        <Badge tone={RISKS[props.tool.effective.risk].tone}>{RISKS[props.tool.effective.risk].label}</Badge>
        <Show when={offerNote(props.tool)}>{(note) => <Badge tone="warn">{note()}</Badge>}</Show>
      </div>
      <Show when={props.tool.catalogue?.title}>
        {(title) => <p class="font-medium break-words">{visibleText(title())}</p>}
      </Show>
      <p class="break-words whitespace-pre-wrap text-ink-soft">
        {visibleText(props.tool.catalogue?.description || 'It says nothing about itself.')}
      </p>
      <div class="rounded-md border border-line empty:hidden">
        <Show when={facts().length > 0}>
          <Facts facts={facts()} />
        </Show>
      </div>
    </div>
  )
}
