// What the judges find, as data.

export const RULES = {
  P1: 'P1   a grant that the server would still honour is not given up',
  P2: 'P2   one token request at a time, again only where its outcome is unknown, under backoff',
  P3: 'P3   a refresh token is stored before its access token is used',
  P4: 'P4   every call has one answer: its own result, or an error',
  P5: 'P5   every call and step is in the log once, or counted, or died with a kill',
  M4: 'M4   a call reaches the runtime once, with its own user’s token and the secret',
  S18: 'S18  every grant is active or needs_reauth, for a reason that the ledger knows',
} as const

export interface Violation {
  rule: keyof typeof RULES
  what: string
}
