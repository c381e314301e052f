// A new deployment: the secret is held by this page alone, until there is an Owner.
import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import type { Session } from '../../../schema/api/session.ts'
import { api, ApiProblem } from '../../data/api.ts'
import { useBootstrapSecret } from '../../data/credential.ts'
import { SESSION_KEY } from '../../data/query-client.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'

export function BootstrapForm() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [secret, setSecret] = createSignal('')
  const [error, setError] = createSignal<string>()
  const [isBusy, setBusy] = createSignal(false)
  const submit = async () => {
    setBusy(true)
    setError(undefined)
    useBootstrapSecret(secret())
    try {
      const session = await api<Session>('/session')
      navigate('/first-run')
      client.setQueryData(SESSION_KEY, session)
    } catch (thrown) {
      useBootstrapSecret(null)
      setError(reasonOf(thrown))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      class="space-y-3"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <p class="text-ink-soft">
        This deployment has no Owner yet. Enter its <code class="font-mono">ADMIN_SECRET</code> to set it up
        and to invite the first one.
      </p>
      <TextField
        label="Bootstrap secret"
        type="password"
        autocomplete="off"
        value={secret()}
        onInput={setSecret}
        error={error()}
        hint="It stays in this page: a reload asks for it again."
      />
      <Button type="submit" tone="primary" class="w-full" isBusy={isBusy()} disabled={secret() === ''}>
        Continue
      </Button>
    </form>
  )
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof ApiProblem && thrown.status === 401)
    return 'This is not the ADMIN_SECRET of the deployment.'
  return thrown instanceof Error ? thrown.message : 'It could not be checked. Try again.'
}
