// The state of a form over the API: what was typed, what the API said about which field, and whether somebody
// else saved in between. Values have the names of the API's body, so that its field paths find their field.
import { batch, createSignal, untrack } from 'solid-js'
import { createStore, reconcile, unwrap, type SetStoreFunction } from 'solid-js/store'
import { ApiProblem } from '../data/api.ts'
import type { FieldError } from '../../schema/api/problem.ts'

export interface Base<Values> {
  values: Values
  /** Undefined where something new is made. */
  version?: number
}

export interface FormOptions<Values extends object, Saved> {
  initial: Base<Values>
  save: (values: Values, version: number | undefined) => Promise<Saved>
  /** What the form starts from after it was saved. */
  rebase?: (saved: Saved) => Base<Values>
  /** What stands there now, asked for after a stale save. */
  reload?: () => Promise<Base<Values>>
  onSaved?: (saved: Saved) => void
}

/** A field that somebody else changed while it was edited here. */
export interface Change<Values> {
  field: FieldOf<Values>
  before: Values
  theirs: Values
  mine: Values
}

export type FieldOf<Values> = keyof Values & string

export interface Form<Values extends object> {
  values: Values
  set: SetStoreFunction<Values>
  isDirty: () => boolean
  isBusy: () => boolean
  /** What the API said about this field, or about a part of it (`scopes` for `scopes.1`). */
  error: (field: string) => string | undefined
  /** What the API said that belongs to no field of the form. */
  problem: () => string | undefined
  /** After a stale save: what somebody else changed; undefined otherwise. */
  changes: () => readonly Change<Values>[] | undefined
  /** Drops what was typed for what somebody else saved. */
  takeTheirs: () => void
  /** Puts what was typed on top of what somebody else saved, and saves it. */
  keepMine: () => Promise<void>
  reset: () => void
  /** What was saved elsewhere on the page: the form starts from it where nothing was typed. */
  follow: (next: Base<Values>) => void
  submit: () => Promise<void>
}

export function createForm<Values extends object, Saved>(options: FormOptions<Values, Saved>): Form<Values> {
  const [base, setBase] = createSignal(copyOf(options.initial))
  const [values, set] = createStore(copyOf(options.initial).values)
  const [isBusy, setBusy] = createSignal(false)
  const [errors, setErrors] = createSignal<readonly FieldError[]>([])
  const [problem, setProblem] = createSignal<string>()
  const [theirs, setTheirs] = createSignal<Base<Values>>()

  const startFrom = (next: Base<Values>) =>
    batch(() => {
      setBase(() => copyOf(next))
      set(reconcile(copyOf(next).values))
      setErrors([])
      setProblem(undefined)
      setTheirs(undefined)
    })

  const submit = async () => {
    if (isBusy()) return
    setBusy(true)
    try {
      await saveNow()
    } finally {
      setBusy(false)
    }
  }

  const saveNow = async (isOnTop = false): Promise<void> => {
    batch(() => {
      setErrors([])
      setProblem(undefined)
    })
    try {
      const saved = await options.save(structuredClone(unwrap(values)), base().version)
      startFrom(options.rebase?.(saved) ?? { ...base(), values: structuredClone(unwrap(values)) })
      options.onSaved?.(saved)
    } catch (thrown) {
      const current = await reloadStale(thrown)
      if (!current) return explain(thrown)
      // Somebody saved what is no field of this form: there is nothing to decide.
      if (!isOnTop && changedIn(current).length === 0) {
        setBase(() => copyOf(current))
        return saveNow(true)
      }
      setTheirs(() => current)
    }
  }

  /** What stands there now, where the save came too late; undefined otherwise. */
  const reloadStale = async (thrown: unknown): Promise<Base<Values> | undefined> =>
    thrown instanceof ApiProblem && thrown.status === 412
      ? options.reload?.().catch(() => undefined)
      : undefined

  const explain = (thrown: unknown) => {
    const found = thrown instanceof ApiProblem ? (thrown.problem.errors ?? []) : []
    const isAllBeside = found.length > 0 && found.every(({ path }) => fieldOf(path) in values)
    batch(() => {
      setErrors(found)
      setProblem(isAllBeside ? undefined : messageOf(thrown))
    })
  }

  const changedIn = ({ values: theirs }: Base<Values>): Change<Values>[] => {
    const { values: before } = base()
    return fieldsOf(theirs)
      .filter((field) => !isSame(theirs[field], before[field]))
      .map((field) => ({ field, before, theirs, mine: values }))
  }
  const changes = () => {
    const now = theirs()
    return now && changedIn(now)
  }
  const isDirty = () => !isSame(values, base().values)

  return {
    values,
    set,
    isDirty,
    isBusy,
    error: (field) => errors().find(({ path }) => path === field || path.startsWith(`${field}.`))?.message,
    problem,
    changes,
    takeTheirs() {
      const now = theirs()
      if (now) startFrom(now)
    },
    async keepMine() {
      const now = theirs()
      if (!now) return
      const { values: before } = base()
      const typed = structuredClone(unwrap(values))
      const next = copyOf(now).values
      for (const field of fieldsOf(typed))
        if (!isSame(typed[field], before[field])) next[field] = typed[field]
      startFrom(now)
      set(reconcile(next))
      await submit()
    },
    reset: () => startFrom(base()),
    follow(next) {
      if (next.version !== untrack(base).version && !untrack(isDirty)) startFrom(next)
    },
    submit,
  }
}

/** A form holds nothing but its fields. */
function fieldsOf<Values extends object>(values: Values): FieldOf<Values>[] {
  return Object.keys(values) as FieldOf<Values>[]
}

function fieldOf(path: string): string {
  return path.split('.')[0] ?? path
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : 'Something went wrong; nothing was saved.'
}

function copyOf<Values>(base: Base<Values>): Base<Values> {
  return structuredClone(unwrap(base))
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
