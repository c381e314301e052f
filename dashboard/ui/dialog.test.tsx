import { Route, Router } from '@solidjs/router'
import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { expect, it } from 'vitest'
import { createForm } from './create-form.ts'
import { ConfirmDialog, Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'
import { Form } from './form.tsx'

function Page() {
  const [isOpen, setOpen] = createSignal(true)
  return (
    <Dialog isOpen={isOpen()} onClose={() => setOpen(false)} title="Budget">
      <Fields onSaved={() => setOpen(false)} />
    </Dialog>
  )
}

function Fields(props: { onSaved: () => void }) {
  const form = createForm<{ name: string }, unknown>({
    initial: { values: { name: 'Desk' } },
    save: async () => undefined,
    onSaved: () => props.onSaved(),
  })
  return (
    <Form form={form} action="Save">
      <TextField label="Name" value={form.values.name} onInput={(name) => form.set('name', name)} />
    </Form>
  )
}

function show() {
  window.history.replaceState(null, '', '/')
  render(() => (
    <Router>
      <Route path="/" component={Page} />
    </Router>
  ))
}

const type = async (value: string) =>
  fireEvent.input(await screen.findByLabelText('Name'), { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const isGone = () => waitFor(() => expect(screen.queryByText('Budget')).toBeNull())

it('a dialog asks before it takes what was typed in it', async () => {
  show()
  await type('Other')
  press('Close')
  await screen.findByText('Leave without saving?')
  press('Cancel')
  await waitFor(() => expect(screen.queryByText('Leave without saving?')).toBeNull())
  expect((await screen.findByLabelText<HTMLInputElement>('Name')).value).toBe('Other')
  press('Close')
  await screen.findByText('Leave without saving?')
  press('Leave')
  await isGone()
})

it('a dialog closes without a question where nothing was typed, and after a save', async () => {
  show()
  await type('Other')
  await type('Desk')
  press('Close')
  await isGone()
  show()
  await type('Other')
  press('Save')
  await isGone()
  expect(screen.queryByText('Leave without saving?')).toBeNull()
})

it('a word that was typed once does not confirm the next question', async () => {
  const [isOpen, setOpen] = createSignal(true)
  render(() => (
    <ConfirmDialog
      isOpen={isOpen()}
      onClose={() => setOpen(false)}
      title="End every grant?"
      action="End"
      typed="Desk"
      onConfirm={() => setOpen(false)}
    >
      This cannot be undone.
    </ConfirmDialog>
  ))
  const word = () => screen.findByLabelText<HTMLInputElement>('Type “Desk” to confirm')
  const action = () => screen.getByRole<HTMLButtonElement>('button', { name: 'End' })
  fireEvent.input(await word(), { target: { value: 'Desk' } })
  expect(action().disabled).toBe(false)
  press('End')
  await waitFor(() => expect(screen.queryByText('This cannot be undone.')).toBeNull())
  setOpen(true)
  expect((await word()).value).toBe('')
  expect(action().disabled).toBe(true)
})
