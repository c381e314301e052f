// Which budget or rate limit the URL opens: `?budget=<id>`, `?rateLimit=<id>`, `new` for one that is made.
import { useLocation, useSearchParams } from '@solidjs/router'

export type LimitKind = 'budget' | 'rateLimit'
export const NEW = 'new'

export function createLimitQuery() {
  const [params, setParams] = useSearchParams<Record<LimitKind | 'of', string>>()
  const location = useLocation()
  return {
    idOf: (kind: LimitKind) => params[kind],
    /** On the page of a server: the new one is of its Gateway. */
    isOfGateway: () => params.of === 'gateway',
    hrefOf(kind: LimitKind, id: string): string {
      const query = new URLSearchParams(location.search)
      query.set(kind, id)
      return `${location.pathname}?${query}`
    },
    open: (kind: LimitKind, id: string) => setParams({ [kind]: id }),
    openNew: (kind: LimitKind, of?: 'gateway') => setParams({ [kind]: NEW, of: of ?? null }),
    close: () => setParams({ budget: null, rateLimit: null, of: null }, { replace: true }),
  }
}

export type LimitQuery = ReturnType<typeof createLimitQuery>
