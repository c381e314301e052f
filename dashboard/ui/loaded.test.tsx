import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/solid-query'
import { expect, it } from 'vitest'
import { Loaded } from './loaded.tsx'

it('what was read stays when it cannot be read again, and says so until it can', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  let isAway = false
  const read = () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve({ name: 'Weather' }))
  function Page() {
    const query = useQuery(() => ({ queryKey: ['server'], queryFn: read }))
    return <Loaded query={query}>{(found) => <input aria-label="Name" value={found().name} />}</Loaded>
  }
  render(() => (
    <QueryClientProvider client={client}>
      <Page />
    </QueryClientProvider>
  ))
  const input = await screen.findByLabelText('Name')
  expect(screen.queryByRole('status')).toBeNull()
  isAway = true
  await client.invalidateQueries()
  await screen.findByText('This could not be read again, so it may be old.')
  expect(screen.getByLabelText('Name')).toBe(input)
  isAway = false
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(screen.queryByRole('status')).toBeNull())
  expect(screen.getByLabelText('Name')).toBe(input)
})
