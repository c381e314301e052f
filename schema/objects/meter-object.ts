// SQLite tables of the MeterObject (product.md §8, S16). Statements are additive and repeatable.

export const METER_OBJECT_TABLES = `
  CREATE TABLE IF NOT EXISTS meter_rules (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    rule TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS meter_counters (
    rule_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    window_start INTEGER NOT NULL,
    window_end INTEGER NOT NULL,
    used INTEGER NOT NULL,
    reached_at INTEGER,
    PRIMARY KEY (rule_id, subject, window_start)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS meter_counters_by_end ON meter_counters (window_end);
  CREATE INDEX IF NOT EXISTS meter_counters_reached ON meter_counters (reached_at) WHERE reached_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS meter_buckets (
    rule_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    tokens REAL NOT NULL,
    at INTEGER NOT NULL,
    leased INTEGER NOT NULL,
    leased_until INTEGER NOT NULL,
    PRIMARY KEY (rule_id, subject)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS meter_buckets_by_time ON meter_buckets (at);
  CREATE TABLE IF NOT EXISTS meter_holds (
    id TEXT PRIMARY KEY,
    ends_at INTEGER NOT NULL,
    lines TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS meter_holds_by_end ON meter_holds (ends_at);
`
