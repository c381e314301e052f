// A page as it stands in the dashboard: with its router, session, queries and toasts. `fetch` is the test's to answer.
import { Router } from '@solidjs/router'
import { render } from '@solidjs/testing-library'
import { QueryClientProvider } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import { createQueryClient } from '../data/query-client.ts'
import { SessionProvider } from '../session/session.tsx'
import { ToastProvider } from '../ui/toast.tsx'

/** `routes` are the `<Route>`s that may be reached; the page at `path` is shown. */
export function renderPage(path: string, routes: () => JSX.Element, historyState: unknown = null): void {
  window.history.replaceState(historyState, '', path)
  // Made here, once: an expression in the prop would make another for each query that reads it.
  const client = createQueryClient()
  render(() => (
    <QueryClientProvider client={client}>
      <Router
        root={(props) => (
          <ToastProvider>
            <SessionProvider signIn={<p>signed out</p>}>{props.children}</SessionProvider>
          </ToastProvider>
        )}
      >
        {routes()}
      </Router>
    </QueryClientProvider>
  ))
}
