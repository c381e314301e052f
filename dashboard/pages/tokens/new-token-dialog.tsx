// The token that was just made, this once, with how it is used.
import { CopyField } from '../../ui/copy-button.tsx'
import { ShownOnceDialog } from '../../ui/shown-once-dialog.tsx'

export interface NewToken {
  name: string
  token: string
  mcpUrl: string
}

export function NewTokenDialog(props: { made: NewToken | undefined; onClose: () => void }) {
  return (
    <ShownOnceDialog
      title={`Token ${props.made?.name ?? ''}`}
      label="Access token"
      secret={props.made?.token}
      onClose={props.onClose}
    >
      <div class="space-y-4">
        <p>
          The client sends it with every call, as the header{' '}
          <code class="font-mono text-[0.8125rem]">Authorization: Bearer …</code>, to the public MCP URL:
        </p>
        <CopyField label="Public MCP URL" value={props.made?.mcpUrl ?? ''} />
        <p>Where it is lost or seen by somebody else, revoke it and create another one.</p>
      </div>
    </ShownOnceDialog>
  )
}
