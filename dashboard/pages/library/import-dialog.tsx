// Reads a server.json of the MCP Registry, says what of it can be used, and makes a server of it. What was pasted, and the
// values for its address, stay while another file is read.
import { createSignal, Show } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { ServerJsonImported } from '../../../schema/api/server-json.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { UnsavedGuard } from '../../ui/unsaved-guard.tsx'
import { ImportSource } from './import-source.tsx'
import { ImportedView } from './imported-view.tsx'

export interface Imported {
  document: Readonly<Record<string, unknown>>
  variables: Readonly<Record<string, string>>
  result: ServerJsonImported
}

/** What was typed for the {variables} of any file, by name. */
export interface TypedVariables {
  values: Readonly<Record<string, string>>
  set: (name: string, text: string) => void
}

export function ImportDialog(props: { isOpen: boolean; onClose: () => void }) {
  const [imported, setImported] = createSignal<Imported>()
  const [text, setText] = createSignal('')
  const [values, setValues] = createStore<Record<string, string>>({})
  const isDirty = () => text().trim() !== '' || Object.values(values).some((value) => value !== '')
  const forget = () => {
    setImported(undefined)
    setText('')
    setValues(reconcile({}))
  }
  const close = () => {
    forget()
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
      <UnsavedGuard isDirty={isDirty()} />
      <Show
        when={imported()}
        fallback={<ImportSource text={text()} onInput={setText} onRead={setImported} />}
      >
        {(read) => (
          <ImportedView
            imported={read()}
            typed={{ values, set: setValues }}
            onReadAgain={setImported}
            onReadAnother={() => setImported(undefined)}
            onAdded={forget}
          />
        )}
      </Show>
    </Dialog>
  )
}
