// The map: which page stands at which path. Each page is loaded when it is first asked for.
import { Route, Router } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { lazy, type ParentProps } from 'solid-js'
import { createQueryClient } from './data/query-client.ts'
import { SessionProvider } from './session/session.tsx'
import { Shell } from './shell/shell.tsx'
import { ToastProvider } from './ui/toast.tsx'

const SignInPage = lazy(() => import('./pages/sign-in/page.tsx'))

export function App() {
  const client = createQueryClient()
  const Root = (props: ParentProps) => (
    <ToastProvider>
      <SessionProvider signIn={<SignInPage />}>
        <Shell>{props.children}</Shell>
      </SessionProvider>
    </ToastProvider>
  )
  return (
    <QueryClientProvider client={client}>
      <Router root={Root}>
        <Route path="/" component={lazy(() => import('./pages/overview/page.tsx'))} />
        <Route path="/servers" component={lazy(() => import('./pages/servers/page.tsx'))} />
        <Route path="/servers/new" component={lazy(() => import('./pages/servers/new/page.tsx'))} />
        <Route path="/servers/:id" component={lazy(() => import('./pages/servers/[id]/frame.tsx'))}>
          <Route path="/" component={lazy(() => import('./pages/servers/[id]/connect/page.tsx'))} />
        </Route>
        <Route path="*" component={lazy(() => import('./pages/not-found/page.tsx'))} />
      </Router>
    </QueryClientProvider>
  )
}
