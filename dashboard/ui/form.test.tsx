import { Route, Router } from '@solidjs/router'
import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import { ApiProblem } from '../data/api.ts'
import { createForm, type FormOptions } from './create-form.ts'
import { TextField } from './field.tsx'
import { Form } from './form.tsx'

interface Values {
  name: string
  description: string
}

function show(options: Partial<FormOptions<Values, unknown>>) {
  const Page = () => {
    const form = createForm<Values, unknown>({
      initial: { values: { name: 'Desk', description: '' }, version: 1 },
      save: async () => undefined,
      ...options,
    })
    return (
      <Form
        form={form}
        action="Save"
        needsChange
        labels={{ name: 'Name' }}
        textOf={(field, { description }) =>
          field === 'description' ? `“${description || 'nothing'}”` : undefined
        }
      >
        <TextField
          label="Name"
          value={form.values.name}
          onInput={(text) => form.set('name', text)}
          error={form.error('name')}
        />
        <TextField
          label="Description"
          value={form.values.description}
          onInput={(text) => form.set('description', text)}
          error={form.error('description')}
        />
      </Form>
    )
  }
  window.history.replaceState(null, '', '/')
  render(() => (
    <Router>
      <Route path="/" component={Page} />
    </Router>
  ))
}

const field = (label: string) => screen.findByLabelText<HTMLInputElement>(label)
const type = async (label: string, value: string) =>
  fireEvent.input(await field(label), { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

it('what the API says about a field stands beside it, takes the keyboard, and nothing typed is lost', async () => {
  const errors = [{ path: 'name', message: 'this name is taken' }]
  show({ save: () => Promise.reject(new ApiProblem(422, { detail: 'name: this name is taken', errors })) })
  await type('Name', 'Other')
  press('Save')
  await screen.findByText('this name is taken')
  expect(screen.queryByText('name: this name is taken')).toBeNull()
  await waitFor(async () => expect(document.activeElement).toBe(await field('Name')))
  expect((await field('Name')).value).toBe('Other')
})

it('what belongs to no field stands above the form', async () => {
  const errors = [{ path: 'slug', message: 'is taken' }]
  show({ save: () => Promise.reject(new ApiProblem(409, { detail: 'The slug is taken.', errors })) })
  await type('Name', 'Other')
  press('Save')
  await screen.findByText('The slug is taken.')
})

it('a stale save shows what somebody else changed, and mine goes on top of theirs', async () => {
  const save = vi.fn(async (_values: Values, version: number | undefined) => {
    if (version === 1) throw new ApiProblem(412, { detail: 'stale' })
  })
  show({
    save,
    reload: async () => ({ values: { name: 'Theirs', description: '' }, version: 2 }),
  })
  await type('Description', 'Mine')
  press('Save')
  await screen.findByText(/Somebody else saved this/)
  expect(screen.getByRole('alert').textContent).toContain('Name: Desk → Theirs')
  press('Save my changes on top')
  await waitFor(() => expect(save).toHaveBeenLastCalledWith({ name: 'Theirs', description: 'Mine' }, 2))
  await waitFor(() => expect(screen.queryByText(/Somebody else saved this/)).toBeNull())
})

it('a stale save says values in the words of the form, also mine', async () => {
  show({
    save: () => Promise.reject(new ApiProblem(412, { detail: 'stale' })),
    reload: async () => ({ values: { name: 'Desk', description: 'Theirs' }, version: 2 }),
  })
  await type('Description', 'Mine')
  press('Save')
  await screen.findByText(/Somebody else saved this/)
  expect(screen.getByRole('alert').textContent).toContain('description: “nothing” → “Theirs”; yours: “Mine”')
})

it('a save that is stale only in what the form does not show goes through', async () => {
  const save = vi.fn(async (_values: Values, version: number | undefined) => {
    if (version === 1) throw new ApiProblem(412, { detail: 'stale' })
  })
  show({ save, reload: async () => ({ values: { name: 'Desk', description: '' }, version: 2 }) })
  await type('Description', 'Mine')
  press('Save')
  await waitFor(() => expect(save).toHaveBeenLastCalledWith({ name: 'Desk', description: 'Mine' }, 2))
  expect(screen.queryByText(/Somebody else saved this/)).toBeNull()
})

it('theirs can be taken in the place of mine', async () => {
  show({
    save: () => Promise.reject(new ApiProblem(412, { detail: 'stale' })),
    reload: async () => ({ values: { name: 'Theirs', description: '' }, version: 2 }),
  })
  await type('Name', 'Mine')
  press('Save')
  await screen.findByText(/Somebody else saved this/)
  press('Take theirs')
  expect((await field('Name')).value).toBe('Theirs')
})
