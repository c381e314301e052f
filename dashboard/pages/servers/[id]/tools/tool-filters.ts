// Which tools are shown; the choice stands in the URL.
import { useSearchParams } from '@solidjs/router'
import type { ToolPolicyView } from '../../../../../schema/api/tools.ts'
import { isWaiting } from './tool-words.ts'

export interface ToolFilters {
  q?: string
  state?: string
  risk?: string
  offer?: string
}

/** Pure. */
export function matches(tool: ToolPolicyView, { q, state, risk, offer }: ToolFilters): boolean {
  const { name, catalogue, effective, confirmation } = tool
  const text = `${name} ${catalogue?.title ?? ''} ${catalogue?.description ?? ''}`.toLowerCase()
  return (
    (!q || text.includes(q.trim().toLowerCase())) &&
    (!state || (state === 'waiting' ? isWaiting(tool) : (catalogue?.state ?? 'unseen') === state)) &&
    (!risk || effective.risk === risk) &&
    (!offer ||
      (offer === 'on' && effective.enabled) ||
      (offer === 'off' && !effective.enabled) ||
      (offer === 'confirmation' && confirmation))
  )
}

const FILTERS = ['q', 'state', 'risk', 'offer'] as const
type Param = (typeof FILTERS)[number] | 'tool'

export function createToolFilters() {
  const [params, setParams] = useSearchParams()
  const one = (name: Param) => {
    const value = params[name]
    return (Array.isArray(value) ? value[0] : value) ?? ''
  }
  const set = (name: Param, value: string, isStep = false) =>
    setParams({ [name]: value === '' ? undefined : value }, { replace: !isStep, scroll: false })
  return {
    filters: (): Required<ToolFilters> => ({
      q: one('q'),
      state: one('state'),
      risk: one('risk'),
      offer: one('offer'),
    }),
    isFiltered: () => FILTERS.some((name) => one(name) !== ''),
    set,
    clear: () => setParams({ q: undefined, state: undefined, risk: undefined, offer: undefined }),
    /** The tool whose drawer is open. */
    open: () => one('tool'),
    setOpen: (name: string) => set('tool', name, name !== ''),
  }
}
