// Calls that wait for their user's approval (product.md §6). Times are milliseconds since 1970. The README of this
// folder says how long each is kept and in which form.

export const CONFIRMATION_TABLES = `
CREATE TABLE IF NOT EXISTS confirmations (
  id TEXT PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  server_id TEXT NOT NULL,
  grant_id TEXT,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  organization TEXT,
  content TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'declined')),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS confirmations_by_expiry ON confirmations (expires_at);

CREATE TABLE IF NOT EXISTS client_abilities (
  holder TEXT PRIMARY KEY,
  url_elicitation INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) WITHOUT ROWID;
`
