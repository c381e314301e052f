import { render, screen } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { expect, it } from 'vitest'
import { ToastProvider } from '../../../../ui/toast.tsx'
import { createCredentialWork, type CredentialHolder, type CredentialWork } from './create-credential-work.ts'

const DESK: CredentialHolder = { id: 'cli_1', name: 'Desk', version: 1, secretSet: true }

function start(held: () => readonly CredentialHolder[]): CredentialWork<CredentialHolder> {
  const made: CredentialWork<CredentialHolder>[] = []
  const Card = () => <>{made.push(createCredentialWork(held))}</>
  render(() => (
    <ToastProvider>
      <Card />
    </ToastProvider>
  ))
  const [work] = made
  if (!work) throw new Error('nothing was rendered')
  return work
}

it('ends what stands there now, not what stood there when it was asked', () => {
  const [held, setHeld] = createSignal([DESK])
  const work = start(held)
  work.end({ what: 'secret', of: DESK })
  setHeld([{ ...DESK, version: 2 }])
  expect(work.ending()).toEqual({ what: 'secret', of: { ...DESK, version: 2 } })
  setHeld([])
  expect(work.ending()?.of).toEqual(DESK)
})

it('shows the secret that a save made, and says so where it made none', async () => {
  const work = start(() => [])
  work.edit('new')
  work.saved({ name: 'Desk', id: 'cli_1', secret: 's' })
  expect([work.edited(), work.issued()]).toEqual([undefined, { name: 'Desk', id: 'cli_1', secret: 's' }])
  work.issue(undefined)
  work.saved(DESK)
  await screen.findByText('Desk is saved.')
  expect(work.issued()).toBeUndefined()
})
