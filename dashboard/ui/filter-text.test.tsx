import { fireEvent, render, screen } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import { FilterText } from './filter-text.tsx'

it('takes a suggestion by its label too, where it is the label of one only', () => {
  const onChange = vi.fn()
  const suggestions = [
    { value: '4711', label: 'ann@example.com' },
    { value: '1', label: 'twice@example.com' },
    { value: '2', label: 'twice@example.com' },
  ]
  render(() => <FilterText label="User" value="" suggestions={suggestions} onChange={onChange} />)
  for (const typed of [' ann@example.com ', '4711', 'twice@example.com', 'somebody else'])
    fireEvent.change(screen.getByLabelText('User'), { target: { value: typed } })
  expect(onChange.mock.calls.flat()).toEqual(['4711', '4711', 'twice@example.com', 'somebody else'])
})
