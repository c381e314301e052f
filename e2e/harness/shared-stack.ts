// The stack that global-setup.ts started, as a test sees it.
import { inject } from 'vitest'
import { AdminApi } from '../../cli/admin-api.ts'
import type { ConfiguredServer } from '../../examples/demo/configure.ts'
import type { DevelopmentSecrets } from '../../examples/demo/secrets.ts'

/** Plain data: it travels to the test's process. */
export interface SharedFacts {
  stateDirectory: string
  origin: string
  issuer: string
  apiUrl: string
  secrets: DevelopmentSecrets
  gatewayId: string
  servers: SharedServer[]
}

export type SharedServer = ConfiguredServer & { runtime: string }

export function sharedStack() {
  const facts = inject('shared')
  return {
    ...facts,
    admin: new AdminApi(`${facts.origin}/api/v1`, facts.secrets.adminSecret),
    server(slug: string): SharedServer {
      const server = facts.servers.find((candidate) => candidate.slug === slug)
      if (!server) throw new Error(`no server ${slug}`)
      return server
    },
  }
}
