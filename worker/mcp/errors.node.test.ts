// The documented error table and the one in the code are the same (M14).
import { expect, test } from 'vitest'
import readme from './README.md?raw'
import { MCP_ERRORS, type McpErrorRow } from './errors.ts'

test('README.md documents every error exactly as it is', () => {
  const rows = Object.entries<McpErrorRow>(MCP_ERRORS).map(
    ([code, { status, rpc, retryable, message }]) =>
      `| ${code} | ${status} | ${rpc} | ${retryable ? 'yes' : 'no'} | ${message} |`,
  )
  const documented = readme.split('\n').filter((line) => /^\| \w+ \| \d{3} \|/.test(line))
  expect(documented).toEqual(rows)
})

test('an outage is never a 4xx, and nothing but our own 401 is one (M4)', () => {
  for (const [code, row] of Object.entries<McpErrorRow>(MCP_ERRORS)) {
    if (code.startsWith('runtime_') || code.startsWith('answer_'))
      expect([code, row.status]).toEqual([
        code,
        expect.toSatisfy((status: number) => [502, 503, 504].includes(status)),
      ])
    if (row.status === 401) expect(['missing_credential', 'invalid_token', 'access_ended']).toContain(code)
  }
})
