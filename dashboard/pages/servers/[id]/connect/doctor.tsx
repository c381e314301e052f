// The doctor: each check with what was seen, and what to do about it.
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import type { DoctorProfile, DoctorReport } from '../../../../../schema/api/doctor.ts'
import type { Server } from '../../../../../schema/api/servers.ts'
import { useDoctor } from '../../../../data/doctor.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { Badge, type Tone } from '../../../../ui/badge.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { SelectField, TextField } from '../../../../ui/field.tsx'
import { Notice } from '../../../../ui/notice.tsx'
import { RowsSkeleton } from '../../../../ui/skeleton.tsx'
import { CHECK_TITLES } from './doctor-checks.ts'

type Finding = DoctorReport['findings'][number]

const PROFILES: readonly { value: DoctorProfile; label: string }[] = [
  { value: 'standard', label: 'The specification' },
  { value: 'claude', label: 'Claude' },
  { value: 'chatgpt', label: 'ChatGPT' },
]

const STATUS: Readonly<Record<Finding['status'], { label: string; tone: Tone }>> = {
  pass: { label: 'Passed', tone: 'ok' },
  warn: { label: 'Warning', tone: 'warn' },
  fail: { label: 'Failed', tone: 'bad' },
  skip: { label: 'Skipped', tone: 'neutral' },
}

export function Doctor(props: { server: Server }) {
  const doctor = useDoctor()
  const [profile, setProfile] = createSignal<DoctorProfile>('standard')
  const [form, setForm] = createSignal<'path' | 'host'>('path')
  const [token, setToken] = createSignal('')
  const run = () =>
    doctor.mutate({
      serverId: props.server.id,
      profile: profile(),
      form: form(),
      ...(token().trim() === '' ? {} : { token: token().trim() }),
    })
  return (
    <Card
      title="Doctor"
      description="Asks the public URL what a client asks, and says what would stop it. Changes nothing."
      flush
    >
      <form
        class="grid items-end gap-4 p-4 sm:grid-cols-[minmax(0,12rem)_minmax(0,1fr)_auto]"
        onSubmit={(event) => {
          event.preventDefault()
          run()
        }}
      >
        <SelectField
          label="Look as"
          value={profile()}
          options={PROFILES}
          onChange={(value) => setProfile(PROFILES.find((one) => one.value === value)?.value ?? 'standard')}
        />
        <TextField
          label="Token to list the tools (optional)"
          type="password"
          autocomplete="off"
          placeholder="Used for this report, then forgotten"
          value={token()}
          onInput={setToken}
        />
        <Button type="submit" tone="primary" isBusy={doctor.isPending}>
          Run the doctor
        </Button>
        <Show when={props.server.urls.host}>
          <SelectField
            label="Address"
            value={form()}
            options={[
              { value: 'path', label: 'Main host' },
              { value: 'host', label: 'Custom host' },
            ]}
            onChange={(value) => setForm(value === 'host' ? 'host' : 'path')}
          />
        </Show>
      </form>
      <Switch>
        <Match when={doctor.isPending}>
          <div class="border-t border-line">
            <RowsSkeleton rows={5} />
          </div>
        </Match>
        <Match when={doctor.error}>
          {(error) => (
            <div class="border-t border-line p-4">
              <Notice tone="bad" role="alert">
                {error().message}
              </Notice>
            </div>
          )}
        </Match>
        <Match when={doctor.data}>{(report) => <Report report={report()} />}</Match>
      </Switch>
    </Card>
  )
}

function Report(props: { report: DoctorReport }) {
  const count = (status: Finding['status']) =>
    props.report.findings.filter((finding) => finding.status === status).length
  return (
    <div class="border-t border-line">
      <p role="status" class="px-4 py-3 font-medium">
        {props.report.healthy ? 'Nothing stands in a client’s way.' : 'A client will not get through.'}{' '}
        <span class="font-normal text-ink-soft">
          {count('pass')} passed, {count('warn')} with a warning, {count('fail')} failed, {count('skip')}{' '}
          skipped.
        </span>
      </p>
      <ul class="divide-y divide-line border-t border-line" aria-label="Checks">
        <For each={props.report.findings}>
          {(finding) => (
            <li class="grid gap-x-4 gap-y-1 px-4 py-2.5 sm:grid-cols-[6rem_14rem_1fr]">
              <div>
                <Badge tone={STATUS[finding.status].tone}>{STATUS[finding.status].label}</Badge>
              </div>
              <div class="text-sm font-medium">{CHECK_TITLES[finding.check]}</div>
              <div class="min-w-0 text-sm break-words">
                <p class="text-ink-soft">{visibleText(finding.message)}</p>
                <Show when={finding.remedy}>
                  {(remedy) => (
                    <p class="mt-1">
                      <span class="font-medium">What to do: </span>
                      {visibleText(remedy())}
                    </p>
                  )}
                </Show>
              </div>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}
