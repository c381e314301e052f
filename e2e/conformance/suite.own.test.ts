import { describe, expect, it } from 'vitest'
import { lostChecks, type Check, type SuiteResult } from './suite.ts'

const check = (id: string, status: Check['status']): Check => ({ id, status, description: '' })
const result = (scenarios: Record<string, Check[]>): SuiteResult => ({
  exitCode: 0,
  output: '',
  scenarios: new Map(Object.entries(scenarios)),
})

describe('the comparison of two runs of the suite', () => {
  const direct = result({
    ping: [check('ping', 'SUCCESS')],
    sse: [check('a', 'SUCCESS'), check('a', 'SUCCESS'), check('b', 'FAILURE')],
  })

  it('finds nothing between equal runs', () => {
    expect(lostChecks(direct, direct)).toEqual([])
  })

  it('finds a scenario that did not run, a check that fails, and one of several that is gone', () => {
    const through = result({ sse: [check('a', 'SUCCESS'), check('a', 'FAILURE')] })
    expect(lostChecks(direct, through)).toEqual(['ping: did not run', 'sse: a (1 of 2)'])
  })

  it('does not count what failed directly as well', () => {
    expect(lostChecks(result({ sse: [check('b', 'FAILURE')] }), result({ sse: [] }))).toEqual([])
  })
})
