// What a dialog knows of the forms in it: whether something that was typed would be lost with them.
import { createContext, onCleanup } from 'solid-js'

export interface Unsaved {
  /** Until the part of the page that calls it is gone. */
  watch: (isDirty: () => boolean) => void
  isThere: () => boolean
}

/** Undefined outside of a dialog. */
export const UnsavedContext = createContext<Unsaved>()

export function createUnsaved(): Unsaved {
  const forms = new Set<() => boolean>()
  return {
    watch(isDirty) {
      forms.add(isDirty)
      onCleanup(() => forms.delete(isDirty))
    },
    isThere: () => [...forms].some((isDirty) => isDirty()),
  }
}
