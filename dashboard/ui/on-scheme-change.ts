/** Calls when the system, or the person, changes between light and dark. The answer ends it. */
export function onSchemeChange(act: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const choice = new MutationObserver(act)
  system.addEventListener('change', act)
  choice.observe(document.documentElement, { attributeFilter: ['data-scheme'] })
  return () => {
    system.removeEventListener('change', act)
    choice.disconnect()
  }
}
