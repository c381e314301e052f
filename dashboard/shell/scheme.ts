// Light, dark, or as the system says. The choice is no secret and may stay in local storage.
export const SCHEMES = ['system', 'light', 'dark'] as const
export type Scheme = (typeof SCHEMES)[number]

const KEY = 'limen.scheme'

export function storedScheme(): Scheme {
  const stored = localStorage.getItem(KEY)
  return SCHEMES.find((scheme) => scheme === stored) ?? 'system'
}

export function applyScheme(scheme: Scheme = storedScheme()): void {
  if (scheme === 'system') {
    localStorage.removeItem(KEY)
    delete document.documentElement.dataset['scheme']
    return
  }
  localStorage.setItem(KEY, scheme)
  document.documentElement.dataset['scheme'] = scheme
}
