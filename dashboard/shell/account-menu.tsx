import { createSignal, For } from 'solid-js'
import { useSession } from '../session/session.tsx'
import { Button } from '../ui/button.tsx'
import { applyScheme, SCHEMES, storedScheme, type Scheme } from './scheme.ts'

const SCHEME_NAMES: Readonly<Record<Scheme, string>> = { system: 'Auto', light: 'Light', dark: 'Dark' }

export function AccountMenu() {
  const { session, signOut } = useSession()
  const [scheme, setScheme] = createSignal(storedScheme())
  const [isLeaving, setLeaving] = createSignal(false)
  return (
    <div class="space-y-3 border-t border-line p-3">
      <fieldset class="flex gap-1 rounded-md bg-sunken p-0.5">
        <legend class="sr-only">Colour scheme</legend>
        <For each={SCHEMES}>
          {(value) => (
            <label class="flex-1 cursor-pointer rounded px-2 py-1 text-center text-xs has-checked:bg-surface has-checked:font-medium has-focus-visible:outline-2">
              <input
                type="radio"
                name="scheme"
                class="sr-only"
                checked={scheme() === value}
                onChange={() => {
                  applyScheme(value)
                  setScheme(value)
                }}
              />
              {SCHEME_NAMES[value]}
            </label>
          )}
        </For>
      </fieldset>
      <div class="flex items-center gap-2 px-1">
        <div class="min-w-0 flex-1 text-sm">
          <div class="truncate font-medium" title={session().name}>
            {session().name}
          </div>
          <div class="text-ink-soft capitalize">{session().role ?? session().kind.replace('_', ' ')}</div>
        </div>
        <Button
          tone="quiet"
          isBusy={isLeaving()}
          onClick={() => {
            setLeaving(true)
            void signOut().finally(() => setLeaving(false))
          }}
        >
          Sign out
        </Button>
      </div>
    </div>
  )
}
