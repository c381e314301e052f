// The GatewayObject's own tables besides the vault's. Times are milliseconds since 1970. The README of this folder
// says for each what it holds, how long, and whether plain, hashed or encrypted.

export const GATEWAY_OBJECT_TABLES = `
CREATE TABLE IF NOT EXISTS object_facts (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS timers (
  name TEXT PRIMARY KEY,
  due_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS outbox (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  event TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS oauth_store (
  issuer_key TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  metadata TEXT,
  expires_at INTEGER,
  PRIMARY KEY (issuer_key, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS oauth_store_by_expiry ON oauth_store (kind, expires_at);

CREATE TABLE IF NOT EXISTS authorizations (
  issuer_key TEXT NOT NULL,
  user_id TEXT NOT NULL,
  authorization_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  code_challenge TEXT NOT NULL,
  code_expires_at INTEGER NOT NULL,
  redeemed_at INTEGER,
  PRIMARY KEY (issuer_key, user_id, authorization_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS authorizations_by_client ON authorizations (client_id);

CREATE TABLE IF NOT EXISTS refresh_tokens (
  issuer_key TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  user_id TEXT NOT NULL,
  authorization_id TEXT NOT NULL,
  state TEXT NOT NULL,
  presented_at INTEGER,
  successor_hash TEXT,
  fingerprint TEXT,
  answer TEXT,
  PRIMARY KEY (issuer_key, token_hash)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS refresh_tokens_by_family
  ON refresh_tokens (issuer_key, user_id, authorization_id);
CREATE INDEX IF NOT EXISTS refresh_tokens_by_use ON refresh_tokens (presented_at);
CREATE INDEX IF NOT EXISTS refresh_tokens_with_answer ON refresh_tokens (presented_at) WHERE answer IS NOT NULL;

CREATE TABLE IF NOT EXISTS users (
  user_id TEXT PRIMARY KEY,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  organization TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (issuer, subject, organization)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS consent_answers (
  handle_hash TEXT PRIMARY KEY,
  decision TEXT NOT NULL,
  answer TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS client_assertions (
  client_id TEXT NOT NULL,
  jti_hash TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (client_id, jti_hash)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS blocked_clients (
  client_id TEXT PRIMARY KEY,
  blocked_at INTEGER NOT NULL,
  actor TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS blocked_users (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  blocked_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY (issuer, subject)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS embedded_tokens (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  issuer_key TEXT NOT NULL,
  resource TEXT NOT NULL,
  attachment_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  app_id TEXT NOT NULL,
  app_name TEXT NOT NULL,
  app_client_id TEXT NOT NULL,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  identity TEXT NOT NULL,
  scopes TEXT NOT NULL,
  subject_token TEXT NOT NULL,
  subject_digest TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS embedded_tokens_by_user ON embedded_tokens (user_id, app_id, attachment_id, created_at);
CREATE INDEX IF NOT EXISTS embedded_tokens_by_expiry ON embedded_tokens (expires_at);

CREATE TABLE IF NOT EXISTS sealed_steps (
  hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sealed_steps_by_expiry ON sealed_steps (kind, expires_at);

CREATE TABLE IF NOT EXISTS block_orders (
  target TEXT PRIMARY KEY,
  asked_at INTEGER NOT NULL
) WITHOUT ROWID;
`
