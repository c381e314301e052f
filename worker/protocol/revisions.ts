// MCP revisions and the names that tell them apart. Pure.

/** First revision without handshake and sessions: "modern" (2026-07-28, basic/versioning). */
export const MODERN_SINCE = '2026-07-28'

/** The only revision that knows JSON-RPC arrays, and the one that a missing version header stands for (M3). */
export const BATCH_REVISION = '2025-03-26'

/** `params._meta` member in which a modern request names its revision (2026-07-28, basic/index#_meta). */
export const VERSION_CLAIM = 'io.modelcontextprotocol/protocolVersion'

/** `result._meta` member in which a runtime says that its API refused the forwarded token (M4). */
export const DOWNSTREAM_CLAIM = 'limen/downstream'
