import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { QueryClientProvider } from '@tanstack/solid-query'
import { expect, it, vi } from 'vitest'
import { createQueryClient } from '../../data/query-client.ts'
import { ToastProvider } from '../../ui/toast.tsx'
import { MasterKeys } from './master-keys.tsx'

it('going on without lost keys asks to type which, and reports exactly those', async () => {
  const bodies: unknown[] = []
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
    if (init.method === 'POST') bodies.push(JSON.parse(String(init.body)))
    return new Response(JSON.stringify({ masterKeys: { present: ['k3'], missing: ['k1', 'k2'] } }))
  })
  render(() => (
    <QueryClientProvider client={createQueryClient()}>
      <ToastProvider>
        <MasterKeys />
      </ToastProvider>
    </QueryClientProvider>
  ))
  fireEvent.click(await screen.findByRole('button', { name: 'It is lost for good …' }))
  const goOn = await screen.findByRole<HTMLButtonElement>('button', { name: 'Go on without them' })
  expect(goOn.disabled).toBe(true)
  fireEvent.input(screen.getByLabelText('Type “k1 k2” to confirm'), { target: { value: 'k1 k2' } })
  fireEvent.click(goOn)
  await waitFor(() => expect(bodies).toEqual([{ keyIds: ['k1', 'k2'] }]))
})
