import { fireEvent, render, screen } from '@solidjs/testing-library'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ToastProvider, useToast, type Toast } from './toast.tsx'

const LONG_MS = 60_000

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function show(...toasts: Toast[]) {
  function Page() {
    const toast = useToast()
    return <button onClick={() => toasts.forEach(toast)}>Do it</button>
  }
  render(() => (
    <ToastProvider>
      <Page />
    </ToastProvider>
  ))
  fireEvent.click(screen.getByRole('button', { name: 'Do it' }))
}

it('goes by itself, but not while the pointer or the focus is on it', () => {
  show({ message: 'Switched off.', undo: vi.fn() })
  const message = screen.getByText('Switched off.')
  expect(screen.getByRole('status').contains(message)).toBe(true)
  const item = message.parentElement ?? message
  const undo = screen.getByRole('button', { name: 'Undo' })
  fireEvent.pointerEnter(item)
  fireEvent.focusIn(undo)
  vi.advanceTimersByTime(LONG_MS)
  fireEvent.pointerLeave(item)
  vi.advanceTimersByTime(LONG_MS)
  expect(screen.queryByText('Switched off.')).toBe(message)
  fireEvent.focusOut(undo)
  vi.advanceTimersByTime(LONG_MS)
  expect(screen.queryByText('Switched off.')).toBeNull()
})

it('an error is an alert, said once, and stays until it is dismissed', () => {
  show({ tone: 'bad', message: 'Not revoked.' }, { tone: 'bad', message: 'Not revoked.' })
  vi.advanceTimersByTime(LONG_MS)
  expect(screen.getByRole('alert').textContent).toContain('Not revoked.')
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  expect(screen.queryByRole('alert')).toBeNull()
})
