import { Route, Router } from '@solidjs/router'
import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { expect, it } from 'vitest'
import { createForm } from './create-form.ts'
import { Dialog } from './dialog.tsx'
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
