// How long and how large a call may be, and which web pages may make one.
import { Card } from '../../../../ui/card.tsx'
import type { Form } from '../../../../ui/create-form.ts'
import { ListField } from '../../../../ui/list-field.tsx'
import { NumberField } from '../../../../ui/number-field.tsx'
import type { SettingsValues } from './settings-values.ts'

const KIB = 1_024

export function CallsCard(props: { form: Form<SettingsValues> }) {
  const { form } = props
  return (
    <Card title="Calls">
      <div class="space-y-5">
        <div class="grid gap-5 sm:grid-cols-2">
          <NumberField
            label="Timeout in seconds"
            min={1}
            max={600}
            value={form.values.timeoutMs === null ? null : form.values.timeoutMs / 1_000}
            onInput={(seconds) =>
              form.set('timeoutMs', seconds === null ? null : Math.round(seconds * 1_000))
            }
            hint="1 to 600. How long the runtime may be silent."
            error={form.error('timeoutMs')}
          />
          <NumberField
            label="Largest body in KiB (optional)"
            min={1}
            value={form.values.bodyBytesMax === null ? null : form.values.bodyBytesMax / KIB}
            onInput={(size) => form.set('bodyBytesMax', size === null ? null : Math.round(size * KIB))}
            hint="Empty: the limit of the deployment. At most 32 MiB."
            error={form.error('bodyBytesMax')}
          />
        </div>
        <ListField
          label="Allowed origins"
          placeholder="https://claude.ai"
          hint="Web pages of these origins may call the server from a browser."
          values={form.values.allowedOrigins}
          onChange={(origins) => form.set('allowedOrigins', origins)}
          error={form.error('allowedOrigins')}
        />
      </div>
    </Card>
  )
}
