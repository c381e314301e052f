import { expect, it, vi } from 'vitest'
import { api } from './api.ts'
import { createQueryClient } from './query-client.ts'

const answered = (status: number) => vi.stubGlobal('fetch', async () => Response.json({}, { status }))

it('what was refused as stale is read again, so that trying again works; a form asks by itself', async () => {
  const client = createQueryClient()
  const known = () => client.getQueryState(['groups', 'grp_1'])?.isInvalidated
  client.setQueryData(['groups', 'grp_1'], { version: 1 })
  answered(412)
  await expect(api('/groups/grp_1', { method: 'PATCH', body: {}, ifMatch: 1 })).rejects.toThrow()
  expect(known()).toBe(false)
  answered(409)
  await expect(api('/groups/grp_1', { method: 'DELETE', ifMatch: 1 })).rejects.toThrow()
  expect(known()).toBe(false)
  answered(412)
  await expect(api('/groups/grp_1', { method: 'DELETE', ifMatch: 1 })).rejects.toThrow()
  expect(known()).toBe(true)
})
