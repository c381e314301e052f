// Putting the object of a Gateway back to an earlier time (security.md §3), on the admin wire.
import { z } from 'zod'
import { timestamp } from './common.ts'
import { strictObject } from './strict-object.ts'

const bookmark = z
  .string()
  .regex(/^[\w-]{8,256}$/, 'must be a bookmark as an earlier restore answered it')
  .meta({
    description:
      'Leads back to before an earlier restore of this Gateway, as it answered it in `undo`, whose `to` goes with it',
  })

export const restoreStorage = z.enum(['platform', 'replaced']).meta({
  description:
    '`platform`: Cloudflare puts the storage back. `replaced`: the Gateway answers nobody for 10 minutes, in which you stop the deployment and then put the database of the object back',
})

export const gatewayRestore = strictObject({
  to: timestamp.meta({ description: 'The time to go back to: at most 30 days ago' }),
  storage: restoreStorage.default('platform'),
  bookmark: bookmark.optional(),
}).meta({ id: 'GatewayRestore', example: { to: 1_790_000_000_000, storage: 'platform' } })

export const gatewayRestored = z
  .object({
    id: z.string(),
    orderedAt: timestamp,
    restoredTo: timestamp,
    storage: restoreStorage,
    state: z.enum(['applied', 'waiting', 'stopped', 'unused']).meta({
      description:
        '`waiting`: the older storage is being made safe, and answers nobody before. `stopped`: the Gateway answers nobody until `stoppedUntil`, and its storage is to be put back before then. `unused`: nothing was put back in time, and the Gateway goes on as it is',
    }),
    stoppedUntil: timestamp.nullable(),
    undo: z.object({ to: timestamp, bookmark }).nullable().meta({
      description: 'The body of the order that takes this one back; null where there is nothing to take back',
    }),
    objectId: z.string().meta({
      description: 'Names its database: outside of Cloudflare `<objectId>.sqlite` in the state folder',
    }),
    grants: z
      .object({
        unknown: z.int().meta({ description: 'Are refreshed to see whether they live' }),
        ended: z.int().meta({ description: 'Their users sign in again' }),
      })
      .nullable()
      .meta({ description: 'Null where nothing was put back yet' }),
  })
  .meta({
    id: 'GatewayRestored',
    example: {
      id: 'rst_AAECAwQFBgcICQoLDA0ODw',
      orderedAt: 1_790_000_359_000,
      restoredTo: 1_790_000_000_000,
      storage: 'platform',
      state: 'applied',
      stoppedUntil: null,
      undo: {
        to: 1_790_000_360_000,
        bookmark: '0000007b-0000b26e-00001538-0c3e87bb37b3db5cc52eedb93cd3b96b',
      },
      objectId: '4f6c1a0d5f1f4a0c9d3e8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d',
      grants: { unknown: 41, ended: 3 },
    },
  })

export type GatewayRestore = z.infer<typeof gatewayRestore>
export type GatewayRestored = z.infer<typeof gatewayRestored>
