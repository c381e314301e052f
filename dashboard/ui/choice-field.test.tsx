import { fireEvent, render, screen } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { expect, it } from 'vitest'
import { ChoiceField } from './choice-field.tsx'

it('a choice whose words change when it is made keeps the focus', () => {
  const [value, setValue] = createSignal<'one' | 'two'>('one')
  render(() => (
    <ChoiceField
      legend="How many"
      value={value()}
      choices={[
        { value: 'one', label: 'One' },
        { value: 'two', label: value() === 'two' ? 'Two it is' : 'Two' },
      ]}
      onChange={setValue}
    />
  ))
  const two = screen.getByLabelText<HTMLInputElement>('Two')
  two.focus()
  fireEvent.click(two)
  expect(screen.getByLabelText('Two it is')).toBe(two)
  expect([document.activeElement, two.checked]).toEqual([two, true])
})

it('a field that cannot be changed says why to those who do not see it', () => {
  render(() => (
    <ChoiceField
      legend="How many"
      value="one"
      choices={[{ value: 'one', label: 'One' }]}
      onChange={() => undefined}
      hint="Not now."
      disabled
    />
  ))
  const group = screen.getByRole('group', { name: 'How many' })
  expect(document.getElementById(group.getAttribute('aria-describedby') ?? '')?.textContent).toBe('Not now.')
  expect(screen.getByLabelText('One').matches(':disabled')).toBe(true)
})
