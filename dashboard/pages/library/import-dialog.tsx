// Reads a server.json of the MCP Registry, says what of it can be used, and makes a server of it.
import { createSignal, Show } from 'solid-js'
import type { ServerJsonImported } from '../../../schema/api/server-json.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ImportSource } from './import-source.tsx'
import { ImportedView } from './imported-view.tsx'

export interface Imported {
  document: Readonly<Record<string, unknown>>
  variables: Readonly<Record<string, string>>
  result: ServerJsonImported
}

export function ImportDialog(props: { isOpen: boolean; onClose: () => void }) {
  const [imported, setImported] = createSignal<Imported>()
  const close = () => {
    setImported(undefined)
    props.onClose()
  }
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={close}
      title="Import server.json"
      description="A description of a server in the format of the MCP Registry. Nothing is saved before you say so."
      asDrawer
    >
      <Show when={imported()} fallback={<ImportSource onRead={setImported} />}>
        {(read) => (
          <div class="space-y-5">
            <ImportedView imported={read()} onReadAgain={setImported} />
            <Button tone="quiet" onClick={() => setImported(undefined)}>
              Read another file
            </Button>
          </div>
        )}
      </Show>
    </Dialog>
  )
}
