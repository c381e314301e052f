import { describe, expect, it } from 'vitest'
import { decideScopes, offeredScopes } from './scopes.ts'

describe('what an attachment offers', () => {
  const gateway = { scopes: ['tickets.read', 'offline_access', 'admin.read'] }

  it('is its subset or all of the Gateway, and never offline_access (O2, O4, O14)', () => {
    expect(offeredScopes({ scopes: null }, gateway)).toEqual(['tickets.read', 'admin.read'])
    expect(offeredScopes({ scopes: ['offline_access', 'admin.read'] }, gateway)).toEqual(['admin.read'])
    expect(offeredScopes(null, null)).toEqual([])
  })

  it('is given where nothing or only offline_access was asked for; what is not offered is invalid_scope', () => {
    const offered = offeredScopes({ scopes: null }, gateway)
    for (const requested of [undefined, '', 'offline_access']) {
      expect(decideScopes(requested, offered)).toEqual(['tickets.read', 'admin.read'])
    }
    expect(decideScopes('offline_access admin.read other', offered)).toEqual(['admin.read'])
    expect(decideScopes('other', offered)).toBeUndefined()
  })
})
