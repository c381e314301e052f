// Where the server.json comes from: pasted, or a file of one's own.
import { createSignal } from 'solid-js'
import { importServerJson } from '../../data/library.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import type { Imported } from './import-dialog.tsx'
import { parseDocument } from './parse-document.ts'

/** A description of a server is short; whatever is larger is another file. */
const BYTES_MAX = 512 * 1024

export function ImportSource(props: {
  text: string
  onInput: (text: string) => void
  onRead: (imported: Imported) => void
}) {
  const [problem, setProblem] = createSignal<string>()
  const [isBusy, setBusy] = createSignal(false)
  const read = async () => {
    const parsed = parseDocument(props.text)
    if ('problem' in parsed) return setProblem(parsed.problem)
    setBusy(true)
    setProblem(undefined)
    try {
      const result = await importServerJson(parsed.document, {})
      props.onRead({ document: parsed.document, variables: {}, result })
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It could not be read.')
    } finally {
      setBusy(false)
    }
  }
  const take = async (file: File | undefined) => {
    if (!file) return
    if (file.size > BYTES_MAX) return setProblem('This file is too large for a server.json.')
    props.onInput(await file.text())
    await read()
  }
  return (
    <form
      class="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        void read()
      }}
    >
      <TextArea
        label="Contents of the file"
        rows={12}
        class="font-mono text-[0.8125rem]"
        placeholder='{ "name": "com.example/tickets", "remotes": [ … ] }'
        value={props.text}
        onInput={props.onInput}
        error={problem()}
      />
      <div class="flex flex-wrap items-center justify-between gap-3">
        <label class="text-sm">
          <span class="mb-1 block font-medium">Or choose a file</span>
          <input
            type="file"
            accept=".json,application/json"
            class="max-w-full text-sm file:mr-3 file:min-h-9 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:text-ink"
            onChange={(event) => void take(event.currentTarget.files?.[0])}
          />
        </label>
        <Button type="submit" tone="primary" isBusy={isBusy()} disabled={props.text.trim() === ''}>
          Read
        </Button>
      </div>
    </form>
  )
}
