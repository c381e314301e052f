import { describe, expect, it } from 'vitest'
import { explainOffer } from './explain-offer.ts'
import type { OfferRules } from './tool-offer.ts'
import type { Setting } from './tool-overrides.ts'

const rules = (changedTools: OfferRules['changedTools']): OfferRules => ({ newTools: 'on', changedTools })
const base = (value: boolean): Setting => ({ value, source: 'base', rule: null, target: null })
const ruled = (value: boolean): Setting => ({ value, source: 'group', rule: 'rul_a', target: 'gateway' })
const known = (state: 'approved' | 'changed') => ({
  enabled: true,
  seenHash: state === 'changed' ? 'other' : null,
})

describe('the reason of an offer', () => {
  it.each([
    ['enabled', base(true), true, 'offered', null],
    ['disabled', base(false), true, 'hidden', null],
    ['newTools', base(true), false, 'offered', null],
    ['newTools', base(false), false, 'hidden', null],
    ['rule', ruled(true), true, 'offered', 'rul_a'],
    ['rule', ruled(false), false, 'hidden', 'rul_a'],
  ] as const)('is %s for %o (switched itself: %s)', (by, enabled, isSet, offer, ruleId) => {
    expect(explainOffer(rules('block'), known('approved'), enabled, isSet)).toEqual({
      offer,
      offerReason: { by, ruleId, target: ruleId && 'gateway' },
    })
  })

  it('is the change where that takes an enabled tool away, whoever enabled it', () => {
    for (const enabled of [base(true), ruled(true)]) {
      for (const [changed, offer] of [
        ['hide', 'hidden'],
        ['block', 'blocked'],
      ] as const) {
        expect(explainOffer(rules(changed), known('changed'), enabled, true)).toEqual({
          offer,
          offerReason: { by: 'changedTools', ruleId: null, target: null },
        })
      }
    }
    const reported = explainOffer(rules('report'), known('changed'), base(true), true)
    expect(reported).toMatchObject({ offer: 'offered', offerReason: { by: 'enabled' } })
    const off = explainOffer(rules('hide'), known('changed'), ruled(false), true)
    expect(off).toMatchObject({ offer: 'hidden', offerReason: { by: 'rule', ruleId: 'rul_a' } })
  })
})
