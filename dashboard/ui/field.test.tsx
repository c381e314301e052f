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

it('a field that gets or loses an error stays the one that has the focus', () => {
  const [error, setError] = createSignal<string>()
  render(() => <TextField label="URL" value="" onInput={() => undefined} error={error()} />)
  const input = screen.getByLabelText('URL')
  input.focus()
  for (const next of ['must be an absolute URL', undefined]) {
    setError(next)
    expect(screen.getByLabelText('URL')).toBe(input)
    expect(document.activeElement).toBe(input)
    expect(input.hasAttribute('aria-describedby')).toBe(next !== undefined)
  }
})
