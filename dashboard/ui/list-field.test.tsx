import { fireEvent, render, screen } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { expect, it } from 'vitest'
import { ListField } from './list-field.tsx'

function show(offered: string[] = []) {
  const [values, setValues] = createSignal<string[]>(['a'])
  const sent: string[][] = []
  render(() => (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        sent.push(values())
      }}
    >
      <ListField label="Scopes" values={values()} onChange={setValues} offered={offered} />
      <button type="submit">Save</button>
    </form>
  ))
  return { values, sent, input: screen.getByLabelText<HTMLInputElement>('Scopes') }
}

it('takes a pasted list apart, and nothing stands in it twice', () => {
  const { values, input } = show()
  fireEvent.input(input, { target: { value: 'b, a  c' } })
  fireEvent.keyDown(input, { key: 'Enter' })
  expect(values()).toEqual(['a', 'b', 'c'])
  expect(input.value).toBe('')
})

it('what is typed and not added yet is sent too', () => {
  const { sent, input } = show()
  fireEvent.input(input, { target: { value: 'b' } })
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(sent).toEqual([['a', 'b']])
})

it('offers what is not in the list yet', () => {
  const { values } = show(['a', 'b'])
  expect(screen.queryByRole('button', { name: 'Add a' })).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: 'Add b' }))
  fireEvent.click(screen.getByRole('button', { name: 'Remove a' }))
  expect(values()).toEqual(['b'])
})
