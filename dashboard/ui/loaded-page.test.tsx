import { Route, Router } from '@solidjs/router'
import { fireEvent, render, screen } from '@solidjs/testing-library'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/solid-query'
import { expect, it } from 'vitest'
import { ApiProblem } from '../data/api.ts'
import { LoadedPage } from './loaded-page.tsx'
import { PageHeader } from './page-header.tsx'

function showAgent(read: () => Promise<{ name: string }>) {
  function Page() {
    const query = useQuery(() => ({ queryKey: ['agent'], queryFn: read }))
    return (
      <LoadedPage query={query} title="Agent" noun="agent" list={{ href: '/agents', label: 'All agents' }}>
        {(found) => <PageHeader title={found().name} />}
      </LoadedPage>
    )
  }
  document.title = 'The page before'
  render(() => (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Router>
        <Route path="*" component={Page} />
      </Router>
    </QueryClientProvider>
  ))
}

it('what does not exist is said under a headline of its own, with the way to the others', async () => {
  showAgent(() => Promise.reject(new ApiProblem(404, { detail: 'There is none.' })))
  await screen.findByRole('heading', { level: 1, name: 'Agent' })
  screen.getByText('There is no such agent')
  expect(screen.getByRole('link', { name: 'All agents' }).getAttribute('href')).toBe('/agents')
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
  expect(document.title).toBe('Agent · Limen')
})

it('what could not be read has a headline too, and the name once it was read', async () => {
  let isAway = true
  showAgent(() => (isAway ? Promise.reject(new Error('away')) : Promise.resolve({ name: 'Claude' })))
  await screen.findByRole('heading', { level: 1, name: 'Agent' })
  expect(document.title).toBe('Agent · Limen')
  isAway = false
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByRole('heading', { level: 1, name: 'Claude' })
  expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1)
  expect(document.title).toBe('Claude · Limen')
})
