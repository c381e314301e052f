// Who is signed in. Pages below <SessionProvider> have a session; without one the sign-in page stands in their place.
import { useQueryClient } from '@tanstack/solid-query'
import {
  createContext,
  createEffect,
  createMemo,
  Match,
  Show,
  Switch,
  useContext,
  type JSX,
  type ParentProps,
} from 'solid-js'
import type { Permission } from '../../schema/api/permissions.ts'
import type { Session } from '../../schema/api/session.ts'
import { api } from '../data/api.ts'
import { useBootstrapSecret } from '../data/credential.ts'
import { SESSION_KEY } from '../data/query-client.ts'
import { isNobody, useSessionQuery } from '../data/session.ts'
import { PageProblem } from '../ui/page-problem.tsx'
import { PageSkeleton } from '../ui/skeleton.tsx'
import { SignInAgain } from './sign-in-again.tsx'
import { announceSignOut, onSessionChange } from './sign-in-window.ts'

interface SessionContext {
  session: () => Session
  may: (permission: Permission) => boolean
  /** Here, or wherever this person is signed in. */
  signOut: (where?: 'here' | 'everywhere') => Promise<void>
}

const Context = createContext<SessionContext>()

export function SessionProvider(props: ParentProps<{ signIn: JSX.Element }>) {
  const client = useQueryClient()
  const query = useSessionQuery()
  const isSignedOut = () => isNobody(query.error)
  /** The page stays under the question to sign in again; the bootstrap secret cannot come back. */
  const isLost = () => isSignedOut() && query.data !== undefined && query.data.kind !== 'bootstrap'
  /** What another person loaded is not shown to this one. */
  const person = createMemo<string | undefined>((before) => {
    const now = query.data && personOf(query.data)
    if (before !== undefined && now !== undefined && before !== now)
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] })
    return now
  })
  // The secret ended with the first Owner's arrival: it is sent no more.
  createEffect(() => {
    if (isSignedOut() && query.data?.kind === 'bootstrap') useBootstrapSecret(null)
  })
  /** What failed while nobody was signed in is asked again. */
  const resume = async () => {
    const { error } = await query.refetch()
    if (!error)
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] })
  }
  let isLeaving = false
  onSessionChange(() => {
    if (!isLeaving) void resume()
  })
  const value: SessionContext = {
    session() {
      if (!query.data) throw new Error('there is no session')
      return query.data
    },
    may: (permission) => query.data?.permissions.includes(permission) === true,
    async signOut(where = 'here') {
      const { kind, user } = value.session()
      if (kind !== 'bootstrap') {
        await endSession(where)
        isLeaving = true
        announceSignOut()
      }
      useBootstrapSecret(null)
      client.clear()
      window.location.assign(user?.method === 'cloudflare_access' ? '/cdn-cgi/access/logout' : '/')
    },
  }
  return (
    <Switch fallback={<PageSkeleton />}>
      <Match when={query.data && (!isSignedOut() || isLost())}>
        <Show when={person()} keyed>
          <Context.Provider value={value}>
            {props.children}
            <SignInAgain isAsked={isLost()} name={query.data?.name ?? ''} onComeBack={() => void resume()} />
          </Context.Provider>
        </Show>
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

/** Undefined on a page that stands open to people who are not signed in. */
export function findSession(): SessionContext | undefined {
  return useContext(Context)
}

/** A session that had ended already is as good as ended. */
async function endSession(where: 'here' | 'everywhere'): Promise<void> {
  await api(where === 'here' ? '/session' : '/session/all', { method: 'DELETE' }).catch((error: unknown) => {
    if (!isNobody(error)) throw error
  })
}

function personOf({ kind, id, user }: Session): string {
  return user ? `${user.issuer}#${user.subject}` : `${kind}#${id}`
}
