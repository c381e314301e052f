// The catalogue of servers that can be installed, and the import of a server.json.
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/solid-query'
import type { z } from 'zod'
import type {
  LibraryEntry,
  libraryInstall,
  libraryInstalled,
  libraryList,
  libraryQuery,
  LibrarySetup,
} from '../../schema/api/library.ts'
import type { ServerJsonImported } from '../../schema/api/server-json.ts'
import { api } from './api.ts'
import { GATEWAYS_KEY } from './gateways.ts'
import { SERVERS_KEY } from './servers.ts'

export const LIBRARY_KEY = ['library'] as const

export type LibraryPage = z.infer<typeof libraryList>
export type LibraryFilter = Omit<z.input<typeof libraryQuery>, 'cursor' | 'limit'>
export type InstallBody = z.input<typeof libraryInstall>
export type InstallOutcome = z.infer<typeof libraryInstalled> | LibrarySetup

const PAGE = 60

export function useLibrary(filter: () => LibraryFilter) {
  return useInfiniteQuery(() => ({
    queryKey: [...LIBRARY_KEY, filter()],
    queryFn: ({ signal, pageParam }) =>
      api<LibraryPage>('/library', { signal, query: { ...filter(), cursor: pageParam, limit: PAGE } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: LibraryPage) => page.cursor ?? undefined,
    placeholderData: keepPreviousData,
  }))
}

export function useLibraryEntry(id: () => string) {
  return useQuery(() => ({
    queryKey: [...LIBRARY_KEY, 'entry', id()],
    queryFn: ({ signal }) => api<LibraryEntry>(`/library/${encodeURIComponent(id())}`, { signal }),
  }))
}

export function useLibraryWrites() {
  const client = useQueryClient()
  return {
    /** Makes a server, or answers what is still needed. */
    async install(entryId: string, body: InstallBody) {
      const path = `/library/${encodeURIComponent(entryId)}/install`
      const outcome = await api<InstallOutcome>(path, { method: 'POST', body })
      if (outcome.state === 'installed') {
        void client.invalidateQueries({ queryKey: LIBRARY_KEY })
        void client.invalidateQueries({ queryKey: SERVERS_KEY, exact: true })
        void client.invalidateQueries({ queryKey: GATEWAYS_KEY })
      }
      return outcome
    },
  }
}

/** Reads a server.json into drafts; nothing is saved. */
export function importServerJson(
  document: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, string>>,
): Promise<ServerJsonImported> {
  return api<ServerJsonImported>('/library/import', { method: 'POST', body: { document, variables } })
}
