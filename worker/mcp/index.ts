// The MCP door as the app mounts it (architecture.md §1).
import { loadSnapshot } from '../edge/load-snapshot.ts'
import { gatewayObject } from '../gateway/address.ts'
import type { GatewayRpc } from '../gateway/contract.ts'
import { recordEvent } from '../logs/record.ts'
import { forgetGrant } from '../oauth/credential/credential-cache.ts'
import { checkCredential } from '../oauth/credential/check-credential.ts'
import { ANSWER_LIMITS } from '../runtime/limits.ts'
import { createMcpHandler } from './handle-mcp.ts'

/** Answers a request at the MCP URL of a server. Never throws. */
export const handleMcp = createMcpHandler({
  checkCredential,
  loadSnapshot,
  recordEvent,
  reportRefusedToken(env, { gateway }, report) {
    const object: GatewayRpc = gatewayObject(env, gateway)
    return object.reportRefusedToken(report)
  },
  forgetGrant,
  limits: ANSWER_LIMITS,
})
