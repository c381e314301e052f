import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Server } from '../../../schema/api/servers.ts'
import { AUTH_MODES, ServerStatusBadge } from '../../format/server-status.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DataTable } from '../../ui/data-table.tsx'

export function ServerTable(props: { servers: readonly Server[] }) {
  return (
    <DataTable
      label="Servers"
      rows={props.servers}
      columns={[
        {
          title: 'Name',
          cell: (server) => (
            <div class="min-w-32 max-w-80">
              <A href={`/servers/${server.id}`} class="font-medium break-words hover:underline">
                {visibleText(server.name)}
              </A>
              <Show when={server.description}>
                <div class="truncate text-ink-soft" title={visibleText(server.description)}>
                  {visibleText(server.description)}
                </div>
              </Show>
            </div>
          ),
        },
        { title: 'Status', cell: ({ status }) => <ServerStatusBadge status={status} /> },
        {
          title: 'Auth mode',
          isExtra: true,
          cell: ({ authMode, open }) => (
            <span class="whitespace-nowrap">
              {AUTH_MODES[authMode]}
              {open && ', open to everybody'}
            </span>
          ),
        },
        {
          title: 'Public MCP URL',
          isExtra: true,
          cell: ({ mcpUrl }) => <code class="font-mono text-[0.8125rem] break-all">{mcpUrl}</code>,
        },
        {
          title: 'Actions',
          cell: ({ name, mcpUrl }) => (
            <div class="-my-1.5 text-right">
              <CopyButton tone="quiet" text={mcpUrl} label={`URL of ${name}`} />
            </div>
          ),
        },
      ]}
    />
  )
}
