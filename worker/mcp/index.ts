// The MCP door with its real parts.
import { loadSnapshot } from '../edge/load-snapshot.ts'
import { gatewayObject } from '../gateway/address.ts'
import type { GatewayRpc } from '../gateway/contract.ts'
import { recordEvent } from '../logs/record.ts'
import { checkCredential } from '../oauth/credential/check-credential.ts'
import { ANSWER_LIMITS } from '../runtime/limits.ts'
import { createMcpHandler } from './handle-mcp.ts'

/** Answers one request at the MCP endpoint of a server. */
export const handleMcp = createMcpHandler({
  checkCredential,
  loadSnapshot,
  reportRefusedToken(env, snapshot, report) {
    const object: GatewayRpc = gatewayObject(env, snapshot.gateway)
    return object.reportRefusedToken(report)
  },
  recordEvent,
  limits: ANSWER_LIMITS,
})
