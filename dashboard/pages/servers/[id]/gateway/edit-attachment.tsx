import { createEffect } from 'solid-js'
import type { Attachment } from '../../../../../schema/api/attachments.ts'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import { useAttachmentWrites } from '../../../../data/attachments.ts'
import { api } from '../../../../data/api.ts'
import { useSession } from '../../../../session/session.tsx'
import { Card } from '../../../../ui/card.tsx'
import { createForm, type Base } from '../../../../ui/create-form.ts'
import { Form } from '../../../../ui/form.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { AttachmentFields, type AttachmentValues } from './attachment-fields.tsx'

export function EditAttachment(props: { attachment: Attachment; gateway: Gateway }) {
  const { update } = useAttachmentWrites()
  const { may } = useSession()
  const toast = useToast()
  const form = createForm<AttachmentValues, Attachment>({
    initial: baseOf(props.attachment),
    save: ({ scopes, customHost }, version = props.attachment.version) =>
      update(props.attachment.id, { scopes, customHost: customHost.trim() || null }, version),
    rebase: baseOf,
    reload: async () =>
      baseOf(await api<Attachment>(`/attachments/${encodeURIComponent(props.attachment.id)}`)),
    onSaved: () => toast({ message: 'Saved. It holds everywhere within 10 s.' }),
  })
  createEffect(() => form.follow(baseOf(props.attachment)))
  return (
    <Card title="What of it is allowed here">
      <Form
        form={form}
        action="Save"
        needsChange
        isReadOnly={!may('gateways.attach')}
        textOf={(field, { scopes }) =>
          field === 'scopes' && scopes === null ? 'all of the Gateway' : undefined
        }
        labels={{ scopes: 'Scopes', customHost: 'Custom host' }}
      >
        <AttachmentFields form={form} gatewayScopes={props.gateway.scopes} />
      </Form>
    </Card>
  )
}

function baseOf({ scopes, customHost, version }: Attachment): Base<AttachmentValues> {
  return { values: { scopes, customHost: customHost ?? '' }, version }
}
