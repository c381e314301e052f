// An imported draft with what was entered, as the body of a new server. Pure.
import type { ImportedDraft } from '../../../schema/api/server-json.ts'
import type { NewServer } from '../../data/servers.ts'

export interface DraftValues {
  name: string
  slug: string
  authMode: 'oauth' | 'api_key' | 'none'
  keyOwner: 'shared' | 'per_user'
  upstreamKey: string
  staticHeaders: Record<string, string>
}

export function serverOfDraft(
  draft: Pick<ImportedDraft, 'description' | 'runtimeUrl' | 'apiKey' | 'staticHeaders' | 'staticQuery'>,
  { name, slug, authMode, keyOwner, upstreamKey, staticHeaders }: DraftValues,
): NewServer {
  const key = draft.apiKey ?? { placement: 'bearer' as const, name: null, prefix: '' }
  const isShared = keyOwner === 'shared' && upstreamKey !== ''
  return {
    name,
    slug,
    description: draft.description,
    runtimeUrl: draft.runtimeUrl,
    authMode,
    // A server of somebody else knows no secret of Limen's, and takes tokens where everybody's stand.
    workerSecret: null,
    ...(authMode === 'oauth' ? { accessTokenHeader: 'authorization' } : {}),
    ...(authMode === 'api_key' ? { upstreamAuth: { ...key, keyOwner } } : {}),
    ...(authMode === 'api_key' && isShared ? { upstreamKey } : {}),
    staticHeaders: orNull({ ...draft.staticHeaders, ...filled(staticHeaders) }),
    staticQuery: orNull(draft.staticQuery),
  }
}

function filled(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))
}

function orNull(map: Record<string, string>): Record<string, string> | null {
  return Object.keys(map).length === 0 ? null : map
}
