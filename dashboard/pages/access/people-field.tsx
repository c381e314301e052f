// A list of people: typed or pasted, each shown as a chip.
import { createSignal, For, Show } from 'solid-js'
import type { GroupMember } from '../../data/groups.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { TextField } from '../../ui/field.tsx'
import { isSameMember, parseMembers, textOfMember } from './person.ts'

const SHOWN_MAX = 100

export function PeopleField<Entry extends GroupMember>(props: {
  label: string
  hint?: string
  error?: string | undefined
  values: readonly Entry[]
  /** Groups may hold whole domains, access lists may not. */
  accepts: (member: GroupMember) => member is Entry
  onChange: (values: Entry[]) => void
  isReadOnly?: boolean
}) {
  const [text, setText] = createSignal('')
  const [problem, setProblem] = createSignal<string>()
  const [isAll, setAll] = createSignal(false)
  const add = () => {
    const { members, rest } = parseMembers(text())
    const accepted = members.filter(props.accepts)
    const refused = [...rest, ...members.filter((member) => !props.accepts(member)).map(textOfMember)]
    const fresh = accepted.filter(
      (member, index) =>
        !props.values.some((value) => isSameMember(value, member)) &&
        accepted.findIndex((other) => isSameMember(other, member)) === index,
    )
    if (fresh.length > 0) props.onChange([...props.values, ...fresh])
    setText(refused.join(', '))
    setProblem(
      refused.length > 0
        ? 'This is no e-mail address. Somebody without one is written as issuer, a space, and subject.'
        : undefined,
    )
  }
  const shown = () => (isAll() ? props.values : props.values.slice(0, SHOWN_MAX))
  return (
    <div>
      <Show when={!props.isReadOnly} fallback={<div class="mb-1 text-sm font-medium">{props.label}</div>}>
        <div class="flex items-start gap-2">
          <div class="min-w-0 flex-1">
            <TextField
              label={props.label}
              hint={props.hint}
              error={problem() ?? props.error}
              value={text()}
              onInput={(value) => {
                setText(value)
                setProblem(undefined)
              }}
              placeholder="ann@example.com"
              onBlur={() => text().trim() !== '' && add()}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || text().trim() === '') return
                event.preventDefault()
                add()
              }}
            />
          </div>
          <Button class="mt-6" aria-label={`Add to ${props.label}`} onClick={add}>
            Add
          </Button>
        </div>
      </Show>
      <Show when={props.values.length > 0} fallback={props.isReadOnly && <p class="text-ink-soft">Nobody</p>}>
        <ul class="mt-2 flex flex-wrap gap-2" aria-label={`${props.label}: chosen`}>
          <For each={shown()}>
            {(value) => (
              <li class="max-w-full">
                <Chip
                  text={textOfMember(value)}
                  {...(props.isReadOnly
                    ? {}
                    : {
                        onRemove: () =>
                          props.onChange(props.values.filter((other) => !isSameMember(other, value))),
                      })}
                />
              </li>
            )}
          </For>
        </ul>
        <Show when={props.values.length > shown().length}>
          <Button tone="quiet" class="mt-1" onClick={() => setAll(true)}>
            Show all {props.values.length}
          </Button>
        </Show>
      </Show>
    </div>
  )
}
