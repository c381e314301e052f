// Moves a switch of the mapping, and says what came of it.
import { createSignal } from 'solid-js'
import { useAgentSwitch, type AccessTarget, type SwitchOf } from '../../data/target-agents.ts'
import { visibleText } from '../../format/visible-text.ts'
import { useToast } from '../../ui/toast.tsx'

export function createAgentSwitching() {
  const move = useAgentSwitch()
  const toast = useToast()
  const [said, setSaid] = createSignal<string>()
  const set = async (
    target: AccessTarget,
    targetName: string,
    what: SwitchOf,
    name: string,
    allowed: boolean | null,
  ): Promise<boolean> => {
    setSaid('Saving …')
    try {
      await move(target, what, allowed)
      setSaid(`Saved: ${visibleText(sentence(name, targetName, allowed))} This holds everywhere within 10 s.`)
      return true
    } catch (error) {
      setSaid(undefined)
      const why = error instanceof Error ? error.message : 'No answer came.'
      toast({ tone: 'bad', message: `${name} at ${targetName} stays as it was. ${why}` })
      return false
    }
  }
  return {
    said,
    /** False: it went back to what it was, and that was said. */
    set,
  }
}

function sentence(name: string, targetName: string, allowed: boolean | null): string {
  if (allowed === null) return `${name} follows the other agents at ${targetName}.`
  return `${name} may ${allowed ? '' : 'not '}use ${targetName}.`
}
