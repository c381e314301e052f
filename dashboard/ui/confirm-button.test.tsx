import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import { ApiProblem } from '../data/api.ts'
import { ConfirmButton } from './confirm-button.tsx'

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const isGone = () => waitFor(() => expect(screen.queryByText('It cannot come back.')).toBeNull())

it('what went wrong the last time is not said when the dialog is opened again', async () => {
  const work = vi.fn().mockRejectedValueOnce(new Error('Somebody changed it.')).mockResolvedValue(undefined)
  const done = vi.fn()
  render(() => (
    <ConfirmButton label="Delete it" title="Delete?" action="Delete" onConfirm={work} onDone={done}>
      It cannot come back.
    </ConfirmButton>
  ))
  press('Delete it')
  await screen.findByText('It cannot come back.')
  press('Delete')
  expect((await screen.findByRole('alert')).textContent).toBe('Somebody changed it.')
  press('Cancel')
  await isGone()
  press('Delete it')
  await screen.findByText('It cannot come back.')
  expect(screen.queryByRole('alert')).toBeNull()
  expect(done).not.toHaveBeenCalled()
  press('Delete')
  await isGone()
  expect(done).toHaveBeenCalledOnce()
})

it('what stands in the way is listed once: in the message, or by the page', async () => {
  const problem = new ApiProblem(409, {
    detail: 'It is in use.',
    errors: [{ path: 'rules.rul_1', message: 'The rule “Desk”' }],
  })
  const fail = () => Promise.reject(problem)
  render(() => (
    <>
      <ConfirmButton label="Plain" title="Plain?" action="Go" onConfirm={fail} />
      <ConfirmButton
        label="Listed"
        title="Listed?"
        action="Go"
        onConfirm={fail}
        details={() => <p>Its own list</p>}
      />
    </>
  ))
  press('Plain')
  await screen.findByText('Plain?')
  press('Go')
  expect((await screen.findByRole('alert')).textContent).toContain('The rule “Desk”')
  press('Cancel')
  await waitFor(() => expect(screen.queryByText('Plain?')).toBeNull())
  press('Listed')
  await screen.findByText('Listed?')
  press('Go')
  expect((await screen.findByRole('alert')).textContent).not.toContain('Desk')
  screen.getByText('Its own list')
})
