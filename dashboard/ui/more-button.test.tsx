import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { QueryClient, QueryClientProvider, useInfiniteQuery } from '@tanstack/solid-query'
import { expect, it } from 'vitest'
import { Loaded } from './loaded.tsx'
import { MoreButton } from './more-button.tsx'

it('a next page that could not be read says so, and can be tried again', async () => {
  let isAway = true
  const read = (page: number) =>
    page > 1 && isAway ? Promise.reject(new Error('Limen cannot be reached.')) : Promise.resolve(page)
  function List() {
    const query = useInfiniteQuery(() => ({
      queryKey: ['list'],
      queryFn: ({ pageParam }) => read(pageParam),
      initialPageParam: 1,
      getNextPageParam: (last: number) => (last < 2 ? last + 1 : undefined),
    }))
    return (
      <Loaded query={query}>
        {(found) => (
          <>
            <p>Pages {found().pages.join(' ')}</p>
            <MoreButton query={query} />
          </>
        )}
      </Loaded>
    )
  }
  render(() => (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <List />
    </QueryClientProvider>
  ))
  fireEvent.click(await screen.findByRole('button', { name: 'Load more' }))
  expect((await screen.findByRole('alert')).textContent).toContain('Limen cannot be reached.')
  screen.getByText('Pages 1')
  isAway = false
  fireEvent.click(screen.getByRole('button', { name: 'Load more' }))
  await waitFor(() => screen.getByText('Pages 1 2'))
  expect(screen.queryByRole('alert')).toBeNull()
})
