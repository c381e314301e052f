import { expect, it } from 'vitest'
import { findRequestId } from './request-id.ts'

it('a request id is found in the whole message of an error', () => {
  expect(findRequestId('{"error_description":"Refused (req_AAEC-w_QFBg)."}')).toBe('req_AAEC-w_QFBg')
  expect(findRequestId(' req_1 ')).toBe('req_1')
  expect(findRequestId('prereq_1 and something else')).toBeUndefined()
})
