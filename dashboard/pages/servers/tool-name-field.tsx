// The name of a tool; those of the server are suggested.
import { createUniqueId, For, Show, type JSX } from 'solid-js'
import { readyData } from '../../data/ready-data.ts'
import { useTools } from '../../data/tools.ts'
import { TextField } from '../../ui/field.tsx'

export function ToolNameField(props: {
  label: string
  hint: JSX.Element
  placeholder?: string
  /** Empty: not one server, so nothing can be suggested. */
  serverId: string
  value: string
  onChange: (value: string) => void
  error?: string | undefined
}) {
  const id = createUniqueId()
  return (
    <div>
      <TextField
        label={props.label}
        hint={props.hint}
        placeholder={props.placeholder}
        list={id}
        value={props.value}
        onInput={(value) => props.onChange(value)}
        error={props.error}
      />
      <datalist id={id}>
        <Show when={props.serverId !== '' && props.serverId} keyed>
          {(serverId) => <Suggestions serverId={serverId} />}
        </Show>
      </datalist>
    </div>
  )
}

function Suggestions(props: { serverId: string }) {
  const tools = useTools(() => props.serverId)
  return <For each={readyData(tools) ?? []}>{({ name }) => <option value={name} />}</For>
}
