// The tools of a server, one a row. Rows are known by their names, so that a switch keeps the keyboard when it moves.
import { createMemo, createSignal, Show, type JSX } from 'solid-js'
import type { Server } from '../../../../../schema/api/servers.ts'
import type { ToolPolicyView } from '../../../../../schema/api/tools.ts'
import { useToolWrites } from '../../../../data/tools.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { useSession } from '../../../../session/session.tsx'
import { Badge } from '../../../../ui/badge.tsx'
import { DataTable, type Column } from '../../../../ui/data-table.tsx'
import { Switch } from '../../../../ui/switch.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { offerNote, RISKS, stateWords } from './tool-words.ts'

export function ToolTable(props: {
  server: Server
  tools: readonly ToolPolicyView[]
  onOpen: (name: string) => void
}) {
  const { may } = useSession()
  const toast = useToast()
  const { enable } = useToolWrites(() => props.server.id)
  const [busy, setBusy] = createSignal<ReadonlySet<string>>(new Set())
  const byName = createMemo(() => new Map(props.tools.map((tool) => [tool.name, tool])))

  const move = async (name: string, isOn: boolean) => {
    setBusy((before) => new Set([...before, name]))
    try {
      await enable(name, isOn)
    } catch (error) {
      const why = error instanceof Error ? error.message : 'No answer came.'
      toast({ tone: 'bad', message: `${visibleText(name)} stays as it was. ${why}` })
    } finally {
      setBusy((before) => new Set([...before].filter((other) => other !== name)))
    }
  }
  const cell = (show: (tool: () => ToolPolicyView) => JSX.Element) => (name: string) => (
    <Show when={byName().get(name)}>{show}</Show>
  )
  const columns: Column<string>[] = [
    {
      title: 'Enabled',
      cell: cell((tool) => (
        <Switch
          label={`Enable ${visibleText(tool().name)}`}
          isLabelHidden
          isOn={tool().effective.enabled}
          isBusy={busy().has(tool().name)}
          disabled={!may('tools.configure')}
          onChange={(isOn) => void move(tool().name, isOn)}
        />
      )),
    },
    {
      title: 'Tool',
      cell: cell((tool) => (
        <div class="max-w-md min-w-48">
          <button
            type="button"
            class="max-w-full text-left font-mono text-[0.8125rem] font-medium break-all text-accent hover:underline"
            onClick={() => props.onOpen(tool().name)}
          >
            {visibleText(tool().name)}
          </button>
          <Show when={tool().catalogue?.title}>
            {(title) => <div class="line-clamp-1 break-words">{visibleText(title())}</div>}
          </Show>
          <Show when={tool().catalogue?.description}>
            {(text) => <div class="line-clamp-2 break-words text-ink-soft">{visibleText(text())}</div>}
          </Show>
        </div>
      )),
    },
    {
      title: 'State',
      cell: cell((tool) => (
        <>
          <Badge tone={stateWords(tool()).tone}>{stateWords(tool()).label}</Badge>
          <Show when={offerNote(tool())}>{(note) => <div class="mt-1 text-ink-soft">{note()}</div>}</Show>
        </>
      )),
    },
    {
      title: 'Risk',
      cell: cell((tool) => (
        <Badge tone={RISKS[tool().effective.risk].tone}>{RISKS[tool().effective.risk].label}</Badge>
      )),
    },
    {
      title: 'Confirmation',
      isExtra: true,
      cell: cell((tool) => <>{tool().confirmation ? 'Asks the user' : '–'}</>),
    },
    {
      title: 'Scopes',
      isExtra: true,
      cell: cell((tool) => <span class="break-all">{tool().requiredScopes.join(' ') || '–'}</span>),
    },
    { title: 'Cost', isExtra: true, isNumber: true, cell: cell((tool) => <>{tool().cost}</>) },
  ]
  return <DataTable label="Tools" columns={columns} rows={props.tools.map(({ name }) => name)} />
}
