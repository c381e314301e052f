// Everything that a configuration file holds.
import { access } from './access.ts'
import { agents } from './agents.ts'
import { attachments } from './attachments.ts'
import { clients } from './clients.ts'
import { embeddingApps } from './embedding-apps.ts'
import { gateways } from './gateways.ts'
import { groups } from './groups.ts'
import { KIND_NAMES, type Kind, type KindName } from './kind.ts'
import { budgets, rateLimits } from './meters.ts'
import { rules } from './rules.ts'
import { servers } from './servers.ts'
import { tools } from './tools.ts'

const BY_NAME: Readonly<Record<KindName, Kind>> = {
  gateways,
  clients,
  embeddingApps,
  servers,
  attachments,
  tools,
  groups,
  agents,
  access,
  rules,
  budgets,
  rateLimits,
}

export const KINDS: readonly Kind[] = KIND_NAMES.map((name) => BY_NAME[name])

export function kindOf(name: KindName): Kind {
  return BY_NAME[name]
}
