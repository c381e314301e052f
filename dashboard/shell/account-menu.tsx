// Who one is, how it looks, and the way out.
import { createSignal, Show } from 'solid-js'
import type { Session } from '../../schema/api/session.ts'
import { visibleText } from '../format/visible-text.ts'
import { useSession } from '../session/session.tsx'
import { Button } from '../ui/button.tsx'
import { useToast } from '../ui/toast.tsx'
import { SchemeChoice } from './scheme-choice.tsx'
import { SignOutEverywhere } from './sign-out-everywhere.tsx'

/** For who has no role. */
const KINDS: Readonly<Record<Session['kind'], string>> = {
  member: 'Member',
  user: 'No role',
  bootstrap: 'First run',
  api_key: 'API key',
}

export function AccountMenu() {
  const { session, signOut } = useSession()
  const toast = useToast()
  const [isLeaving, setLeaving] = createSignal(false)
  const leave = async () => {
    setLeaving(true)
    try {
      await signOut()
    } catch (error) {
      const why = error instanceof Error ? error.message : 'Try again.'
      toast({ tone: 'bad', message: `You are still signed in. ${why}` })
    } finally {
      setLeaving(false)
    }
  }
  return (
    <div class="space-y-3 border-t border-line p-3">
      <SchemeChoice name="scheme" />
      <div class="flex items-baseline gap-2 px-1 text-sm">
        <div class="min-w-0 flex-1 truncate font-medium" title={visibleText(session().name)}>
          {visibleText(session().name)}
        </div>
        <div class="text-ink-soft first-letter:uppercase">{session().role ?? KINDS[session().kind]}</div>
      </div>
      <div class="-mx-2 -my-1.5 flex flex-wrap gap-1">
        <Button tone="quiet" isBusy={isLeaving()} onClick={() => void leave()}>
          Sign out
        </Button>
        <Show when={session().user}>
          <SignOutEverywhere tone="quiet" label="Everywhere" />
        </Show>
      </div>
    </div>
  )
}
