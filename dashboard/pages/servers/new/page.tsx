// Add a server by its URL: look at the runtime first, then ask only for what it needs (product.md §3).
import { A, useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { Permitted } from '../../../session/permitted.tsx'
import { buttonClass } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Form } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { UnsavedGuard } from '../../../ui/unsaved-guard.tsx'
import { AuthFields } from './auth-fields.tsx'
import { createProbe } from './create-probe.ts'
import { createServerForm } from './create-server-form.ts'
import { NameFields } from './name-fields.tsx'
import { ProbeFields } from './probe-fields.tsx'
import { ProbeSteps } from './probe-steps.tsx'
import { ProbeVerdict } from './probe-verdict.tsx'

export default function NewServerPage() {
  return (
    <Permitted permission="servers.create" title="Add server">
      <PageHeader
        title="Add server"
        description="Limen looks at your runtime and asks only for what it needs."
        actions={
          <A href="/library" class={buttonClass()}>
            Choose from the library
          </A>
        }
      />
      <NewServer />
    </Permitted>
  )
}

function NewServer() {
  const navigate = useNavigate()
  const toast = useToast()
  const probe = createProbe()
  const [isByHand, setByHand] = createSignal(false)
  const form = createServerForm((server, next, problem) => {
    toast(problem ? { tone: 'bad', message: problem } : { message: `${server.name} was added.` })
    navigate(next)
  })
  const look = async () => {
    const { runtimeUrl } = form.values
    const answer = await probe.look(form.values)
    if (answer) form.suggest(answer, runtimeUrl)
  }
  const isReady = () => isByHand() || probe.state() === 'done' || probe.state() === 'failed'
  return (
    <div class="max-w-3xl space-y-6">
      {/* Before there is a form that asks: a generated secret is nowhere else. */}
      <UnsavedGuard isDirty={!isReady() && form.isDirty()} />
      <Card title="1. The runtime">
        <div class="space-y-5">
          <ProbeFields
            form={form}
            error={probe.fieldError}
            isBusy={probe.state() === 'looking'}
            onLook={() => void look()}
            onByHand={isReady() ? undefined : () => setByHand(true)}
          />
          <ProbeSteps probe={probe} />
        </div>
      </Card>
      <Show when={isReady()}>
        <Form form={form} action="Add server">
          <Card title="2. How callers prove themselves">
            <div class="space-y-5">
              <Show
                when={probe.answer() === undefined || form.found()}
                fallback={
                  <Notice>The runtime URL is another one now. Look again to find out what it needs.</Notice>
                }
              >
                <ProbeVerdict probe={probe} />
              </Show>
              <AuthFields form={form} answer={form.found()} />
            </div>
          </Card>
          <Card title="3. Its name">
            <NameFields form={form} />
          </Card>
        </Form>
      </Show>
    </div>
  )
}
