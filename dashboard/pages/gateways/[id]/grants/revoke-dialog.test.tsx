import { QueryClientProvider } from '@tanstack/solid-query'
import { fireEvent, render, screen } from '@solidjs/testing-library'
import { expect, it } from 'vitest'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import { createQueryClient } from '../../../../data/query-client.ts'
import { ToastProvider } from '../../../../ui/toast.tsx'
import { RevokeDialog, type Ending } from './revoke-dialog.tsx'

const GATEWAY = { id: 'gtw_1', name: 'Desk' } as Gateway
const CLIENT = { clientId: 'cli_1', name: 'Nobody can\u200B type this' }
const USER = { userIssuer: 'https://login.example', userSubject: 'ada', name: 'Ada' }

const show = (ending: Ending) =>
  render(() => (
    <QueryClientProvider client={createQueryClient()}>
      <ToastProvider>
        <RevokeDialog gateway={GATEWAY} ending={ending} onClose={() => undefined} />
      </ToastProvider>
    </QueryClientProvider>
  ))
const isDisabled = async (name: string) =>
  (await screen.findByRole<HTMLButtonElement>('button', { name })).disabled

it.each<[string, Ending]>([
  ['Revoke all of this client', { kind: 'client', ...CLIENT }],
  ['Block client', { kind: 'block_client', ...CLIENT }],
  ['End the old grants', { kind: 'issuer', issuer: 'https://old.example' }],
  ['End every grant', { kind: 'all' }],
])('%s asks for the name of the Gateway', async (action, ending) => {
  show(ending)
  expect(await isDisabled(action)).toBe(true)
  fireEvent.input(screen.getByLabelText('Type “Desk” to confirm'), { target: { value: 'Desk' } })
  expect(await isDisabled(action)).toBe(false)
})

it('the grants of one user end without typing', async () => {
  show({ kind: 'user', ...USER })
  expect(await isDisabled('Revoke all of this user')).toBe(false)
})
