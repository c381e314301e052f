// Every route of the admin API. A test walks this list: each one names its permission.
import { createAccessToken } from './access-tokens/create.ts'
import { getAccessToken } from './access-tokens/get.ts'
import { listAccessTokens } from './access-tokens/list.ts'
import { revokeAccessToken } from './access-tokens/revoke.ts'
import { createAgent } from './agents/create.ts'
import { getGatewayAgents, getServerAgents } from './agents/get-of-target.ts'
import { getAgent } from './agents/get.ts'
import { listAgentServers } from './agents/list-servers.ts'
import { listAgents } from './agents/list.ts'
import { deleteAgent } from './agents/remove.ts'
import { setGatewayAgents, setServerAgents } from './agents/set-of-target.ts'
import { setAgentAtGateway, setAgentAtServer } from './agents/switch-at-target.ts'
import { updateAgent } from './agents/update.ts'
import { createApiKey } from './api-keys/create.ts'
import { getApiKey } from './api-keys/get.ts'
import { listApiKeys } from './api-keys/list.ts'
import { revokeApiKey } from './api-keys/revoke.ts'
import { createAttachment } from './attachments/create.ts'
import { getAttachment } from './attachments/get.ts'
import { listAttachments } from './attachments/list.ts'
import { deleteAttachment } from './attachments/remove.ts'
import { updateAttachment } from './attachments/update.ts'
import { getAuditEvent } from './audit/get.ts'
import { listAudit } from './audit/list.ts'
import { createBudget } from './budgets/create.ts'
import { getBudgetSnapshot } from './budgets/get-snapshot.ts'
import { getBudget } from './budgets/get.ts'
import { listBudgetSnapshots } from './budgets/list-snapshots.ts'
import { listBudgets } from './budgets/list.ts'
import { deleteBudget } from './budgets/remove.ts'
import { updateBudget } from './budgets/update.ts'
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
import { endConnection, endConnections } from './connections/end.ts'
import { finishConnectionsRoute } from './connections/finish.ts'
import { listConnectionSignIns } from './connections/list-sign-ins.ts'
import { listConnectionsRoute } from './connections/list.ts'
import { startConnectionsRoute } from './connections/sign-in.ts'
import { signOutOfConnections } from './connections/sign-out.ts'
import { getDeployment } from './deployment/get.ts'
import { createEmbeddingApp } from './embedding-apps/create.ts'
import { getEmbeddingApp } from './embedding-apps/get.ts'
import { listEmbeddingApps } from './embedding-apps/list.ts'
import { deleteEmbeddingApp } from './embedding-apps/remove.ts'
import { rotateEmbeddingAppSecret } from './embedding-apps/rotate-secret.ts'
import { updateEmbeddingApp } from './embedding-apps/update.ts'
import type { Endpoint } from './endpoint.ts'
import { getEffectiveSettings } from './effective-settings/get.ts'
import { createGroup } from './groups/create.ts'
import { getGroup } from './groups/get.ts'
import { listGroups } from './groups/list.ts'
import { deleteGroup } from './groups/remove.ts'
import { updateGroup } from './groups/update.ts'
import { createRule } from './rules/create.ts'
import { getGatewayAccess, getServerAccess } from './rules/get-access.ts'
import { getRule } from './rules/get.ts'
import { listRules } from './rules/list.ts'
import { putGatewayAccess, putServerAccess } from './rules/put-access.ts'
import { deleteRule } from './rules/remove.ts'
import { updateRule } from './rules/update.ts'
import { confirmGateway } from './gateways/confirm.ts'
import { createGateway } from './gateways/create.ts'
import { discoverDraft } from './gateways/discover-draft.ts'
import { discoverGateway } from './gateways/discover.ts'
import { getGatewayRestore } from './gateways/get-restore.ts'
import { getGateway } from './gateways/get.ts'
import { listGateways } from './gateways/list.ts'
import { deleteGateway } from './gateways/remove.ts'
import { restoreGateway } from './gateways/restore.ts'
import { updateGateway } from './gateways/update.ts'
import { listGrants } from './grants/list.ts'
import { revokeGrants } from './grants/revoke.ts'
import { getHealth } from './health.ts'
import { acceptInvitation } from './invitations/accept.ts'
import { createInvitation } from './invitations/create.ts'
import { inspectInvitation } from './invitations/inspect.ts'
import { listInvitations } from './invitations/list.ts'
import { resendInvitation } from './invitations/resend.ts'
import { revokeInvitation } from './invitations/revoke.ts'
import { getLibraryEntry } from './library/get.ts'
import { importServerJson } from './library/import.ts'
import { installFromLibrary } from './library/install.ts'
import { listRecipes } from './library/list-recipes.ts'
import { listLibrary } from './library/list.ts'
import { countLogGaps } from './logs/count-gaps.ts'
import { getLogEvent } from './logs/get.ts'
import { listAlerts } from './logs/list-alerts.ts'
import { listLogs } from './logs/list.ts'
import { summarizeLogs } from './logs/summarize.ts'
import { reportLostMasterKeys } from './master-keys/report-lost.ts'
import { endMemberSessions } from './members/end-sessions.ts'
import { getMember } from './members/get.ts'
import { listMembers } from './members/list.ts'
import { deleteMember } from './members/remove.ts'
import { updateMember } from './members/update.ts'
import { approveRequest } from './requests/approve.ts'
import { createRequest } from './requests/create.ts'
import { dismissRequest } from './requests/dismiss.ts'
import { listOwnRequests } from './requests/list-own.ts'
import { listRequests } from './requests/list.ts'
import { createRateLimit } from './rate-limits/create.ts'
import { getRateLimit } from './rate-limits/get.ts'
import { listRateLimits } from './rate-limits/list.ts'
import { deleteRateLimit } from './rate-limits/remove.ts'
import { updateRateLimit } from './rate-limits/update.ts'
import { createServer } from './servers/create.ts'
import { getServer } from './servers/get.ts'
import { listServers } from './servers/list.ts'
import { probeUrl, probeUrlSteps } from './servers/probe-url.ts'
import { probeServer } from './servers/probe.ts'
import { deleteServer } from './servers/remove.ts'
import { updateServer } from './servers/update.ts'
import { endOwnSessions } from './session/end-all.ts'
import { endOwnSession } from './session/end-one.ts'
import { getSession } from './session/get.ts'
import { listOwnSessions } from './session/list.ts'
import { signOut } from './session/sign-out.ts'
import { finishSignInRoute } from './sign-in/callback.ts'
import { listSignInMethods } from './sign-in/methods.ts'
import { startSignInRoute } from './sign-in/start.ts'
import { approveTools } from './tools/approve.ts'
import { discoverServerTools } from './tools/discover.ts'
import { forgetRemovedTools } from './tools/forget-removed.ts'
import { getToolCatalog } from './tools/get-catalog.ts'
import { getTool } from './tools/get.ts'
import { listTools } from './tools/list.ts'
import { putTool } from './tools/put.ts'
import { deleteTool } from './tools/remove.ts'
import {
  beginServiceConnection,
  endServiceConnection,
  getServiceConnection,
} from './tools/service-connection.ts'
import { listUserKeys } from './user-keys/list.ts'
import { deleteOwnKey, listOwnKeys, putOwnKey } from './user-keys/own.ts'
import { putUserKey } from './user-keys/put.ts'
import { deleteUserKey } from './user-keys/remove.ts'
import { blockUser } from './users/block.ts'
import { listBlockedUsers } from './users/list-blocked.ts'
import { unblockUser } from './users/unblock.ts'

export const ENDPOINTS: readonly Endpoint[] = [
  getHealth,
  getDeployment,
  reportLostMasterKeys,
  listSignInMethods,
  startSignInRoute,
  finishSignInRoute,
  getSession,
  signOut,
  listOwnSessions,
  endOwnSessions,
  endOwnSession,
  listMembers,
  getMember,
  updateMember,
  deleteMember,
  endMemberSessions,
  listInvitations,
  createInvitation,
  inspectInvitation,
  acceptInvitation,
  resendInvitation,
  revokeInvitation,
  listApiKeys,
  createApiKey,
  getApiKey,
  revokeApiKey,
  listGateways,
  createGateway,
  getGateway,
  updateGateway,
  deleteGateway,
  discoverDraft,
  discoverGateway,
  confirmGateway,
  restoreGateway,
  getGatewayRestore,
  listEmbeddingApps,
  createEmbeddingApp,
  getEmbeddingApp,
  updateEmbeddingApp,
  rotateEmbeddingAppSecret,
  deleteEmbeddingApp,
  listServers,
  createServer,
  getServer,
  updateServer,
  deleteServer,
  probeServer,
  probeUrl,
  probeUrlSteps,
  listAccessTokens,
  createAccessToken,
  getAccessToken,
  revokeAccessToken,
  listUserKeys,
  putUserKey,
  deleteUserKey,
  listOwnKeys,
  putOwnKey,
  deleteOwnKey,
  listLibrary,
  listRecipes,
  getLibraryEntry,
  installFromLibrary,
  importServerJson,
  listRequests,
  listOwnRequests,
  createRequest,
  approveRequest,
  dismissRequest,
  listTools,
  getTool,
  putTool,
  deleteTool,
  approveTools,
  forgetRemovedTools,
  discoverServerTools,
  getToolCatalog,
  getServiceConnection,
  beginServiceConnection,
  endServiceConnection,
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
  startConnectionsRoute,
  finishConnectionsRoute,
  signOutOfConnections,
  listConnectionsRoute,
  listConnectionSignIns,
  endConnections,
  endConnection,
  listGrants,
  revokeGrants,
  listBudgets,
  createBudget,
  getBudget,
  updateBudget,
  deleteBudget,
  getBudgetSnapshot,
  listBudgetSnapshots,
  listRateLimits,
  createRateLimit,
  getRateLimit,
  updateRateLimit,
  deleteRateLimit,
  listLogs,
  // After the routes below /logs that have a name of their own.
  countLogGaps,
  summarizeLogs,
  getLogEvent,
  listAlerts,
  runDoctor,
  listAudit,
  getAuditEvent,
  listAgents,
  createAgent,
  getAgent,
  updateAgent,
  deleteAgent,
  listAgentServers,
  setAgentAtServer,
  setAgentAtGateway,
  getServerAgents,
  setServerAgents,
  getGatewayAgents,
  setGatewayAgents,
  listGroups,
  createGroup,
  getGroup,
  updateGroup,
  deleteGroup,
  getServerAccess,
  putServerAccess,
  getGatewayAccess,
  putGatewayAccess,
  listRules,
  createRule,
  getRule,
  updateRule,
  deleteRule,
  getEffectiveSettings,
]
