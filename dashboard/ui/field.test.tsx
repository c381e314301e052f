import { fireEvent, render, screen } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { expect, it } from 'vitest'
import { TextField } from './field.tsx'

it('a field says its error to those who do not see it, and keeps what was typed', () => {
  const [value, setValue] = createSignal('')
  render(() => (
    <TextField label="Name" value={value()} onInput={setValue} error="enter a name" hint="As users see it" />
  ))
  const input = screen.getByLabelText('Name')
  fireEvent.input(input, { target: { value: 'Desk' } })
  expect(value()).toBe('Desk')
  expect(input.getAttribute('aria-invalid')).toBe('true')
  const described = (input.getAttribute('aria-describedby') ?? '').split(' ')
  expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual([
    'As users see it',
    'enter a name',
  ])
})
