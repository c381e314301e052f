// Requests of members who may not install (product.md §6). One open request for each entry of the library; whoever asks
// for the same joins it, and one decision answers them all.
import { z } from 'zod'
import { cursor, nextCursor, pageLimit, timestamp } from './common.ts'
import { libraryInstalled, libraryInstalledExample, librarySetup, librarySetupExample } from './library.ts'
import { strictObject } from './strict-object.ts'

const requestState = z.enum(['open', 'installed', 'dismissed'])

const who = z.object({
  kind: z.enum(['bootstrap', 'member', 'api_key', 'user']),
  id: z.string(),
  name: z.string().nullable().meta({ description: 'As it was then' }),
})

const requestShape = {
  id: z.string(),
  entryId: z.string(),
  entryName: z.string().meta({ description: 'As it was when the first of them asked' }),
  state: requestState,
  reason: z.string().nullable().meta({ description: 'Why it was dismissed' }),
  serverId: z.string().nullable().meta({ description: 'The server it became' }),
  decidedAt: timestamp.nullable(),
  createdAt: timestamp,
}

export const requestCreate = strictObject({
  entryId: z.string().min(1).max(200).meta({ description: 'Of the library' }),
  note: z
    .string()
    .trim()
    .max(500, 'at most 500 characters')
    .default('')
    .meta({ description: 'What it is needed for' }),
}).meta({
  id: 'RequestCreate',
  example: { entryId: 'lib_linear', note: 'To file the bugs that support finds' },
})

const requestExample = {
  id: 'req_AAECAwQFBgcICQoLDA0ODw',
  entryId: 'lib_linear',
  entryName: 'Linear',
  state: 'open',
  reason: null,
  serverId: null,
  decidedAt: null,
  createdAt: 1_790_000_000_000,
  decidedBy: null,
  requesters: [
    {
      kind: 'member',
      id: 'mem_AAECAwQFBgcICQoLDA0ODw',
      name: 'grace@compilers.example',
      note: 'To file the bugs that support finds',
      askedAt: 1_790_000_000_000,
    },
  ],
}

export const installRequest = z
  .object({
    ...requestShape,
    decidedBy: who.nullable(),
    requesters: z
      .array(who.extend({ note: z.string(), askedAt: timestamp }))
      .meta({ description: 'Everybody who asked, the first one first' }),
  })
  .meta({ id: 'InstallRequest', example: requestExample })

export const installRequestList = z
  .object({
    requests: z.array(installRequest),
    openCount: z.int().meta({ description: 'Open requests, on all pages' }),
    cursor: nextCursor,
  })
  .meta({ id: 'InstallRequestList', example: { requests: [requestExample], openCount: 1, cursor: null } })

const ownRequestExample = {
  id: 'req_AAECAwQFBgcICQoLDA0ODw',
  entryId: 'lib_linear',
  entryName: 'Linear',
  state: 'open',
  reason: null,
  serverId: null,
  decidedAt: null,
  createdAt: 1_790_000_000_000,
  note: 'To file the bugs that support finds',
  askedAt: 1_790_000_000_000,
}

export const ownRequest = z.object({ ...requestShape, note: z.string(), askedAt: timestamp }).meta({
  id: 'OwnRequest',
  example: ownRequestExample,
  description: 'A request as the one who asked sees it',
})

export const ownRequestList = z
  .object({ requests: z.array(ownRequest), cursor: nextCursor })
  .meta({ id: 'OwnRequestList', example: { requests: [ownRequestExample], cursor: null } })

export const requestQuery = strictObject({
  state: requestState.optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
})

export const requestDismiss = strictObject({
  reason: z
    .string()
    .trim()
    .min(1, 'say why, so that those who asked know')
    .max(500, 'at most 500 characters'),
}).meta({ id: 'RequestDismiss', example: { reason: 'Use the Jira server, which we have already' } })

export const requestApproved = libraryInstalled.extend({ request: installRequest }).meta({
  id: 'RequestApproved',
  example: {
    ...libraryInstalledExample,
    request: {
      ...requestExample,
      state: 'installed',
      serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
      decidedAt: 1_790_000_000_000,
      decidedBy: { kind: 'member', id: 'mem_AAECAwQFBgcICQoLDA0ODw', name: 'ada@engines.example' },
    },
  },
})

export const requestSetup = librarySetup
  .extend({ request: installRequest.meta({ description: 'Still open' }) })
  .meta({ id: 'RequestSetup', example: { ...librarySetupExample, request: requestExample } })

export type InstallRequest = z.infer<typeof installRequest>
export type OwnRequest = z.infer<typeof ownRequest>
