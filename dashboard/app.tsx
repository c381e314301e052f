// The map: which page stands at which path. Each page is loaded when it is first asked for.
import { Route, Router } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { lazy } from 'solid-js'
import { createQueryClient } from './data/query-client.ts'
import { Root } from './shell/root.tsx'

export function App() {
  const client = createQueryClient()
  return (
    <QueryClientProvider client={client}>
      <Router root={Root}>
        <Route path="/" component={lazy(() => import('./pages/overview/page.tsx'))} />
        <Route path="/servers" component={lazy(() => import('./pages/servers/page.tsx'))} />
        <Route path="/servers/new" component={lazy(() => import('./pages/servers/new/page.tsx'))} />
        <Route path="/servers/:id" component={lazy(() => import('./pages/servers/[id]/frame.tsx'))}>
          <Route path="/" component={lazy(() => import('./pages/servers/[id]/connect/page.tsx'))} />
          <Route path="/tools" component={lazy(() => import('./pages/servers/[id]/tools/page.tsx'))} />
          <Route path="/access" component={lazy(() => import('./pages/servers/[id]/access/page.tsx'))} />
          <Route path="/gateway" component={lazy(() => import('./pages/servers/[id]/gateway/page.tsx'))} />
          <Route path="/limits" component={lazy(() => import('./pages/servers/[id]/limits/page.tsx'))} />
          <Route path="/logs" component={lazy(() => import('./pages/servers/[id]/logs/page.tsx'))} />
          <Route path="/settings" component={lazy(() => import('./pages/servers/[id]/settings/page.tsx'))} />
        </Route>
        <Route path="/members" component={lazy(() => import('./pages/members/page.tsx'))} />
        <Route path="/api-keys" component={lazy(() => import('./pages/api-keys/page.tsx'))} />
        <Route
          path="/inspector-callback"
          component={lazy(() => import('./pages/inspector-callback/page.tsx'))}
        />
        <Route path="/signed-in" component={lazy(() => import('./pages/signed-in/page.tsx'))} />
        <Route path="/logs" component={lazy(() => import('./pages/logs/page.tsx'))} />
        <Route path="/access" component={lazy(() => import('./pages/access/page.tsx'))} />
        <Route
          path="/access/groups/:id"
          component={lazy(() => import('./pages/access/groups/[id]/page.tsx'))}
        />
        <Route path="/access/rules" component={lazy(() => import('./pages/access/rules/page.tsx'))} />
        <Route path="/access/preview" component={lazy(() => import('./pages/access/preview/page.tsx'))} />
        <Route path="/audit" component={lazy(() => import('./pages/audit/page.tsx'))} />
        <Route path="/limits" component={lazy(() => import('./pages/limits/page.tsx'))} />
        <Route path="/agents" component={lazy(() => import('./pages/agents/page.tsx'))} />
        <Route path="/agents/:id" component={lazy(() => import('./pages/agents/[id]/page.tsx'))} />
        <Route path="/gateways" component={lazy(() => import('./pages/gateways/page.tsx'))} />
        <Route path="/gateways/new" component={lazy(() => import('./pages/gateways/new/page.tsx'))} />
        <Route path="/gateways/:id" component={lazy(() => import('./pages/gateways/[id]/frame.tsx'))}>
          <Route path="/" component={lazy(() => import('./pages/gateways/[id]/page.tsx'))} />
          <Route path="/servers" component={lazy(() => import('./pages/gateways/[id]/servers/page.tsx'))} />
          <Route path="/grants" component={lazy(() => import('./pages/gateways/[id]/grants/page.tsx'))} />
          <Route path="/clients" component={lazy(() => import('./pages/gateways/[id]/clients/page.tsx'))} />
          <Route path="/access" component={lazy(() => import('./pages/gateways/[id]/access/page.tsx'))} />
          <Route path="/limits" component={lazy(() => import('./pages/gateways/[id]/limits/page.tsx'))} />
          <Route path="/settings" component={lazy(() => import('./pages/gateways/[id]/settings/page.tsx'))} />
        </Route>
        <Route path="/settings" component={lazy(() => import('./pages/settings/page.tsx'))} />
        <Route path="/connections" component={lazy(() => import('./pages/connections/page.tsx'))} />
        <Route path="/invitation" component={lazy(() => import('./pages/invitation/page.tsx'))} />
        <Route path="/first-run" component={lazy(() => import('./pages/first-run/page.tsx'))} />
        <Route path="/library" component={lazy(() => import('./pages/library/page.tsx'))} />
        <Route path="/library/requests" component={lazy(() => import('./pages/library/requests/page.tsx'))} />
        <Route path="/tokens" component={lazy(() => import('./pages/tokens/page.tsx'))} />
        <Route path="*" component={lazy(() => import('./pages/not-found/page.tsx'))} />
      </Router>
    </QueryClientProvider>
  )
}
