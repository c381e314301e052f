// Search and filters of the library, in the URL's query.
import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { LibraryFilter } from '../../data/library.ts'
import { SelectField, TextField } from '../../ui/field.tsx'

export interface LibraryQuery {
  q?: string
  auth?: string
  tag?: string
  status?: string
  setup?: string
  gateway?: string
  ask?: string
  import?: string
  [other: string]: string | undefined
}

type Change = { [Field in keyof LibraryQuery]?: LibraryQuery[Field] | undefined }

const MODES = [
  { value: 'oauth', label: 'Users sign in' },
  { value: 'api_key', label: 'API key' },
  { value: 'none', label: 'Open' },
] as const

const STATUSES = [
  { value: 'installed', label: 'Installed' },
  { value: 'available', label: 'Not installed' },
] as const

const ANY = { value: '', label: 'Any' }
const PAUSE_MS = 250

export function libraryFilterOf(query: Partial<LibraryQuery>): LibraryFilter {
  const authMode = MODES.find(({ value }) => value === query.auth)?.value
  const status = STATUSES.find(({ value }) => value === query.status)?.value
  const q = query.q?.trim()
  return {
    ...(q ? { q } : {}),
    ...(authMode ? { authMode } : {}),
    ...(status ? { status } : {}),
    ...(query.tag ? { tag: query.tag } : {}),
  }
}

export function LibraryFilters(props: {
  query: Partial<LibraryQuery>
  tags: readonly { tag: string; count: number }[]
  onChange: (change: Change, options?: { replace: boolean }) => void
}) {
  const [text, setText] = createSignal(props.query.q ?? '')
  // What is typed goes to the URL after a pause; Back changes what is typed.
  createEffect(
    on(text, (typed) => {
      const timer = setTimeout(() => {
        if (typed.trim() !== (props.query.q ?? ''))
          props.onChange({ q: typed.trim() || undefined }, { replace: true })
      }, PAUSE_MS)
      onCleanup(() => clearTimeout(timer))
    }),
  )
  createEffect(
    on(
      () => props.query.q,
      (q) => q !== text().trim() && setText(q ?? ''),
      { defer: true },
    ),
  )
  return (
    <form
      role="search"
      aria-label="Search the library"
      class="grid gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_12rem_12rem_12rem]"
      onSubmit={(event) => event.preventDefault()}
    >
      <TextField
        label="Search"
        type="search"
        placeholder="Name, publisher, what it does"
        value={text()}
        onInput={setText}
      />
      <SelectField
        label="Sign-in"
        value={props.query.auth ?? ''}
        options={[ANY, ...MODES]}
        onChange={(auth) => props.onChange({ auth: auth || undefined })}
      />
      <SelectField
        label="Topic"
        value={props.query.tag ?? ''}
        options={[ANY, ...props.tags.map(({ tag, count }) => ({ value: tag, label: `${tag} (${count})` }))]}
        onChange={(tag) => props.onChange({ tag: tag || undefined })}
      />
      <SelectField
        label="Status"
        value={props.query.status ?? ''}
        options={[ANY, ...STATUSES]}
        onChange={(status) => props.onChange({ status: status || undefined })}
      />
    </form>
  )
}
