// Light, dark, or as the system says. The choice is no secret and may stay in local storage.
import { createSignal } from 'solid-js'

export const SCHEMES = ['system', 'light', 'dark'] as const
export type Scheme = (typeof SCHEMES)[number]

const KEY = 'limen.scheme'

const [chosenScheme, setChosenScheme] = createSignal<Scheme>('system')
export { chosenScheme }

/** Call it before anything is drawn. */
export function applyStoredScheme(): void {
  const stored = localStorage.getItem(KEY)
  chooseScheme(SCHEMES.find((scheme) => scheme === stored) ?? 'system')
}

export function chooseScheme(scheme: Scheme): void {
  setChosenScheme(scheme)
  if (scheme === 'system') {
    localStorage.removeItem(KEY)
    delete document.documentElement.dataset['scheme']
    return
  }
  localStorage.setItem(KEY, scheme)
  document.documentElement.dataset['scheme'] = scheme
}
