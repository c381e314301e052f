// The master keys of a deployment on the admin wire: their ids, never the keys (P6).
import { z } from 'zod'
import { strictObject } from './strict-object.ts'

const keyId = z.string().min(1).max(64)

/** Which master keys are gone for good; named, so that a slip in a variable is not taken for a loss. */
export const lostMasterKeys = strictObject({
  keyIds: z
    .array(keyId)
    .min(1)
    .max(16)
    .meta({ example: ['k1'] }),
}).meta({ id: 'LostMasterKeys', example: { keyIds: ['k1'] } })

export const masterKeys = z
  .object({ keyIds: z.array(keyId).meta({ example: ['k2'] }) })
  .meta({ id: 'MasterKeys', example: { keyIds: ['k2'] } })
