import type { Server } from '../../../schema/api/servers.ts'

/** Those that have every word of `text` somewhere one would look for it, and the status where one is asked for. Pure. */
export function matchServers(servers: readonly Server[], text: string, status: string): Server[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return servers.filter((server) => {
    const { name, slug, description, runtimeUrl, mcpUrl } = server
    const hay = [name, slug, description, runtimeUrl, mcpUrl].join('\n').toLowerCase()
    return (status === '' || server.status === status) && words.every((word) => hay.includes(word))
  })
}
