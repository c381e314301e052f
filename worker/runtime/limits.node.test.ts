// The bounds that Limen promises for answers (M7, M12, P9; README.md of ../mcp).
import { expect, test } from 'vitest'
import { serverCreate } from '../../schema/api/servers.ts'
import { ANSWER_LIMITS } from './limits.ts'

const KIB = 1024
const MIB = 1024 * KIB
const SECOND = 1_000
const MINUTE = 60 * SECOND

test('are what the rules say: 15 s of silence to a keep-alive (M7), 5 s between two looks at the right (M12)', () => {
  expect(ANSWER_LIMITS).toEqual({
    heldBytesMax: MIB,
    answerBytesMax: 64 * MIB,
    eventBytesMax: 4 * MIB,
    idleMs: 5 * MINUTE,
    totalMs: 30 * MINUTE,
    keepAliveMs: 15 * SECOND,
    recheckMs: 5 * SECOND,
  })
})

test('a server gives its runtime 60 s to the first byte where nobody says otherwise (M12)', () => {
  const { timeoutMs } = serverCreate.parse({
    slug: 'a',
    name: 'a',
    runtimeUrl: 'https://a.example/mcp',
    workerSecret: 'a-secret-shared-with-the-runtime',
  })
  expect(timeoutMs).toBe(60 * SECOND)
})
