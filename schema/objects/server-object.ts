// What the object of a server without a Gateway keeps besides `object_facts`: access tokens and upstream keys. Times are
// milliseconds since 1970.

export const SERVER_OBJECT_TABLES = `
CREATE TABLE IF NOT EXISTS access_tokens (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  agent_id TEXT,
  user_issuer TEXT,
  user_subject TEXT,
  user_email TEXT,
  expires_at INTEGER,
  last_used_at INTEGER
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS upstream_keys (
  id TEXT PRIMARY KEY,
  origin TEXT NOT NULL,
  key_ct TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS user_keys (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  id TEXT NOT NULL,
  origin TEXT NOT NULL,
  key_ct TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) WITHOUT ROWID;
`
