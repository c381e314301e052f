// A table of rows that lead somewhere. On narrow screens it scrolls by itself, never the page.
import { For, type JSX } from 'solid-js'
import { visible, visibleText } from '../format/visible-text.ts'

export interface Column<Row> {
  title: string
  /** Wide screens only. */
  isExtra?: boolean
  isNumber?: boolean
  cell: (row: Row) => JSX.Element
}

export function DataTable<Row>(props: {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** For many short rows. */
  isDense?: boolean
}) {
  const padding = () => (props.isDense ? 'px-3 py-1.5' : 'px-4 py-2.5')
  const classOf = (column: Column<Row>) =>
    `${column.isExtra ? 'hidden md:table-cell' : ''} ${column.isNumber ? 'text-right tabular-nums' : ''}`
  return (
    <div class="relative overflow-x-auto" tabIndex={0} role="group" aria-label={visibleText(props.label)}>
      <table class="w-full text-left text-sm">
        <thead>
          <tr class="border-b border-line text-ink-soft">
            <For each={props.columns}>
              {(column) => (
                <th
                  scope="col"
                  class={`${props.isDense ? 'px-3' : 'px-4'} py-2 font-medium whitespace-nowrap ${classOf(column)}`}
                >
                  {column.title}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody class="divide-y divide-line">
          <For each={props.rows}>
            {(row) => (
              <tr class="hover:bg-sunken">
                <For each={props.columns}>
                  {(column) => (
                    <td class={`${padding()} align-top ${classOf(column)}`}>{visible(column.cell(row))}</td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}
