// The fields of a new server that is made of an entry: what the entry says, what the caller chose, and the same
// defaults as for any server.
import type { CatalogueEntry, LibraryInstall } from '../../../schema/api/library.ts'
import { serverCreate } from '../../../schema/api/servers.ts'
import { serverDraftOf } from '../../library/drafts.ts'
import type { ServerInput } from '../servers/create.ts'

const defaults = serverCreate.omit({ workerSecret: true })

export function serverInputOf(entry: CatalogueEntry, input: LibraryInstall, slug: string): ServerInput {
  const draft = serverDraftOf(entry, slug)
  const { accessTokenHeader } = draft
  const fields = defaults.parse({
    slug,
    name: input.name ?? draft.name,
    description: input.description ?? draft.description,
    runtimeUrl: draft.runtimeUrl,
    authMode: draft.authMode,
    enabled: input.enabled,
    ...(accessTokenHeader === null ? {} : { accessTokenHeader }),
    ...(draft.apiKey === null
      ? {}
      : {
          upstreamAuth: { ...draft.apiKey, keyOwner: input.keyOwner },
          upstreamKey: input.apiKey ?? null,
        }),
  })
  return { ...fields, workerSecret: null }
}
