// Who is signed in. Pages below <SessionProvider> have a session; without one the sign-in page stands in their place.
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { createContext, Match, Switch, useContext, type JSX, type ParentProps } from 'solid-js'
import type { Permission } from '../../schema/api/permissions.ts'
import type { Session } from '../../schema/api/session.ts'
import { api, ApiProblem } from '../data/api.ts'
import { SESSION_KEY } from '../data/query-client.ts'
import { PageProblem } from '../ui/page-problem.tsx'
import { PageSkeleton } from '../ui/skeleton.tsx'

interface SessionContext {
  session: () => Session
  may: (permission: Permission) => boolean
  signOut: () => Promise<void>
}

const Context = createContext<SessionContext>()

export function SessionProvider(props: ParentProps<{ signIn: JSX.Element }>) {
  const client = useQueryClient()
  const query = useQuery(() => ({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => api<Session>('/session', { signal }),
    staleTime: 60_000,
  }))
  const isSignedOut = () => query.error instanceof ApiProblem && query.error.status === 401
  const value: SessionContext = {
    session() {
      if (!query.data) throw new Error('there is no session')
      return query.data
    },
    may: (permission) => query.data?.permissions.includes(permission) === true,
    async signOut() {
      await api('/session', { method: 'DELETE' })
      client.clear()
      window.location.assign('/')
    },
  }
  return (
    <Switch fallback={<PageSkeleton />}>
      <Match when={query.data && !isSignedOut()}>
        <Context.Provider value={value}>{props.children}</Context.Provider>
      </Match>
      <Match when={isSignedOut()}>{props.signIn}</Match>
      <Match when={query.error}>
        {(error) => <PageProblem error={error()} onRetry={() => void query.refetch()} />}
      </Match>
    </Switch>
  )
}

export function useSession(): SessionContext {
  const context = useContext(Context)
  if (!context) throw new Error('useSession outside of <SessionProvider>')
  return context
}
