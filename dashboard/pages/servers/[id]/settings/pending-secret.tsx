// A rotated worker secret that the runtime has not accepted yet, and another try.
import { createSignal, Match, Switch } from 'solid-js'
import type { Server, ServerWithProbe } from '../../../../../schema/api/servers.ts'
import { useServerWrites } from '../../../../data/servers.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Notice } from '../../../../ui/notice.tsx'

type Answer = ServerWithProbe['workerSecretProbe']

export function PendingSecret(props: { server: Server; last: Answer }) {
  const { probeSecret } = useServerWrites()
  const { may } = useSession()
  const [isBusy, setBusy] = createSignal(false)
  const [own, setOwn] = createSignal<Answer>(null)
  const [problem, setProblem] = createSignal<string>()
  const answer = () => own() ?? props.last
  const tryAgain = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      setOwn((await probeSecret(props.server.id)).workerSecretProbe)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'Try again.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Switch>
      <Match when={props.server.pendingWorkerSecretSet}>
        <Notice tone="warn" role="status">
          <p class="font-medium">A new worker secret is waiting. The old one stays in use until then.</p>
          <p class="break-words">
            {visibleText(
              answer()?.detail ?? 'The runtime has not accepted it yet. Enter it there, then try again.',
            )}
          </p>
          {problem() && (
            <p role="alert" class="text-bad">
              {problem()}
            </p>
          )}
          {may('servers.update') && (
            <Button class="mt-2" isBusy={isBusy()} onClick={() => void tryAgain()}>
              Try the new secret
            </Button>
          )}
        </Notice>
      </Match>
      <Match when={answer()?.accepted}>
        <Notice role="status">The runtime accepted the new worker secret. It is the current one now.</Notice>
      </Match>
    </Switch>
  )
}
