// What the URL asks of the audit: filters, time range, and the change whose details are open.
import { useLocation, useSearchParams } from '@solidjs/router'
import { AUDIT_FILTERS, type AuditFilter, type AuditFilters } from '../../data/audit.ts'
import { queryHref } from '../../ui/query-href.ts'
import { parseRange } from '../logs/time-range.ts'

export function createAuditQuery() {
  const location = useLocation()
  const [params, setParams] =
    useSearchParams<Record<AuditFilter | 'range' | 'from' | 'to' | 'event', string>>()
  const filters = (): AuditFilters =>
    Object.fromEntries(AUDIT_FILTERS.flatMap((name) => (params[name] ? [[name, params[name]]] : [])))
  const parsed = () => parseRange({ range: params.range, from: params.from, to: params.to }, 'all')
  return {
    filters,
    preset: () => parsed().preset,
    range: () => parsed().range,
    eventId: () => params.event,
    isNarrowed: () => Object.keys(filters()).length > 0 || parsed().preset !== 'all',
    hrefWith: (changes: Readonly<Record<string, string | undefined>>) => queryHref(location, changes),
    setFilter: (name: AuditFilter, value: string) => setParams({ [name]: value || null }),
    setPreset: (preset: string) => setParams({ range: preset, from: null, to: null }),
    setBounds: (from: number | undefined, to: number | undefined) =>
      setParams({ range: null, from: from ?? null, to: to ?? null }),
    closeEvent: () => setParams({ event: null }, { replace: true }),
    clear: () =>
      setParams({
        ...Object.fromEntries(AUDIT_FILTERS.map((name) => [name, null])),
        range: null,
        from: null,
        to: null,
      }),
  }
}

export type AuditQueryState = ReturnType<typeof createAuditQuery>
