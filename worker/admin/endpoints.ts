// Every route of the admin API. A test walks this list: each one names its permission.
import { createAttachment } from './attachments/create.ts'
import { getAttachment } from './attachments/get.ts'
import { listAttachments } from './attachments/list.ts'
import { deleteAttachment } from './attachments/remove.ts'
import { updateAttachment } from './attachments/update.ts'
import { listAudit } from './audit/list.ts'
import { blockClient } from './clients/block.ts'
import { createClient } from './clients/create.ts'
import { getClient } from './clients/get.ts'
import { listBlockedClients } from './clients/list-blocked.ts'
import { listClients } from './clients/list.ts'
import { deleteClient } from './clients/remove.ts'
import { rotateClientSecret } from './clients/rotate-secret.ts'
import { unblockClient } from './clients/unblock.ts'
import { updateClient } from './clients/update.ts'
import { runDoctor } from './doctor/run.ts'
import type { Endpoint } from './endpoint.ts'
import { confirmGateway } from './gateways/confirm.ts'
import { createGateway } from './gateways/create.ts'
import { discoverDraft } from './gateways/discover-draft.ts'
import { discoverGateway } from './gateways/discover.ts'
import { getGateway } from './gateways/get.ts'
import { listGateways } from './gateways/list.ts'
import { deleteGateway } from './gateways/remove.ts'
import { updateGateway } from './gateways/update.ts'
import { listGrants } from './grants/list.ts'
import { revokeGrants } from './grants/revoke.ts'
import { getHealth } from './health.ts'
import { countLogGaps } from './logs/count-gaps.ts'
import { listAlerts } from './logs/list-alerts.ts'
import { listLogs } from './logs/list.ts'
import { reportLostMasterKeys } from './master-keys/report-lost.ts'
import { createServer } from './servers/create.ts'
import { getServer } from './servers/get.ts'
import { listServers } from './servers/list.ts'
import { probeServer } from './servers/probe.ts'
import { deleteServer } from './servers/remove.ts'
import { updateServer } from './servers/update.ts'
import { getTool } from './tools/get.ts'
import { listTools } from './tools/list.ts'
import { putTool } from './tools/put.ts'
import { deleteTool } from './tools/remove.ts'
import { blockUser } from './users/block.ts'
import { listBlockedUsers } from './users/list-blocked.ts'
import { unblockUser } from './users/unblock.ts'

export const ENDPOINTS: readonly Endpoint[] = [
  getHealth,
  reportLostMasterKeys,
  listGateways,
  createGateway,
  getGateway,
  updateGateway,
  deleteGateway,
  discoverDraft,
  discoverGateway,
  confirmGateway,
  listServers,
  createServer,
  getServer,
  updateServer,
  deleteServer,
  probeServer,
  listTools,
  getTool,
  putTool,
  deleteTool,
  listAttachments,
  createAttachment,
  getAttachment,
  updateAttachment,
  deleteAttachment,
  listClients,
  createClient,
  getClient,
  updateClient,
  rotateClientSecret,
  deleteClient,
  blockClient,
  unblockClient,
  listBlockedClients,
  blockUser,
  unblockUser,
  listBlockedUsers,
  listGrants,
  revokeGrants,
  listLogs,
  countLogGaps,
  listAlerts,
  runDoctor,
  listAudit,
]
