// What to paste into real clients. Pure.

export interface PublicServer {
  slug: string
  mcpUrl: string
}

/** Copy-paste configuration for Claude Code, VS Code, Cursor and MCP Inspector. */
export function clientConfig(servers: readonly PublicServer[]): string {
  const json = (entries: object) => JSON.stringify(entries, null, 2)
  const vscode = Object.fromEntries(servers.map(({ slug, mcpUrl }) => [slug, { type: 'http', url: mcpUrl }]))
  const cursor = Object.fromEntries(servers.map(({ slug, mcpUrl }) => [slug, { url: mcpUrl }]))
  const first = servers[0]?.mcpUrl ?? ''
  return [
    'Claude Code (then /mcp inside it, to sign in)',
    ...servers.map(({ slug, mcpUrl }) => `claude mcp add --transport http ${slug} ${mcpUrl}`),
    '',
    'VS Code: .vscode/mcp.json',
    json({ servers: vscode }),
    '',
    'Cursor: .cursor/mcp.json or ~/.cursor/mcp.json',
    json({ mcpServers: cursor }),
    '',
    'MCP Inspector (Node 22.19 or newer)',
    `npx @modelcontextprotocol/inspector --transport http --server-url ${first}`,
  ].join('\n')
}
