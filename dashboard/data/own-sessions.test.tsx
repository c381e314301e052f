import { render } from '@solidjs/testing-library'
import { QueryClientProvider } from '@tanstack/solid-query'
import { expect, it, vi } from 'vitest'
import { useEndSessions } from './own-sessions.ts'
import { createQueryClient } from './query-client.ts'

it.each([
  [{ ses_a: 204, ses_b: 204 }, 2],
  [{ ses_a: 204, ses_gone: 404 }, 2],
  [{ ses_a: 204, ses_b: 503, ses_c: 204 }, '1 of 3 sessions did not end. Try again.'],
  [{ ses_b: 503 }, 'Away.'],
])('ends %j: %j', async (statuses: Record<string, number>, outcome) => {
  vi.stubGlobal('fetch', async (url: string) => {
    const status = statuses[url.split('/').at(-1) ?? ''] ?? 500
    return new Response(status === 204 ? null : JSON.stringify({ detail: 'Away.' }), { status })
  })
  let end: ReturnType<typeof useEndSessions> | undefined
  function Page() {
    end = useEndSessions()
    return null
  }
  render(() => (
    <QueryClientProvider client={createQueryClient()}>
      <Page />
    </QueryClientProvider>
  ))
  const ended = end?.mutateAsync(Object.keys(statuses))
  if (typeof outcome === 'string') await expect(ended).rejects.toThrow(outcome)
  else expect(await ended).toBe(outcome)
})
