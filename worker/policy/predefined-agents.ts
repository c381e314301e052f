// The agents that Limen knows from the start (product.md §6). Client ids are the published client metadata documents of
// their makers; keywords stand in their User-Agents and in the names they register under. Pure.

export interface PredefinedAgent {
  id: string
  name: string
  /** Registered client ids and CIMD URLs, byte for byte. */
  clientIds: readonly string[]
  /** Beginnings of CIMD URLs, on hosts and paths that the maker alone writes to. */
  clientUrlPrefixes: readonly string[]
  /** Lower case. */
  keywords: readonly string[]
  /** Web origins from which its browser part calls (M8). */
  origins: readonly string[]
}

function agent(
  id: string,
  name: string,
  known: Partial<Omit<PredefinedAgent, 'id' | 'name'>>,
): PredefinedAgent {
  return { id, name, clientIds: [], clientUrlPrefixes: [], keywords: [], origins: [], ...known }
}

export const PREDEFINED_AGENTS: readonly PredefinedAgent[] = [
  agent('agt_claude', 'Claude', {
    clientUrlPrefixes: ['https://claude.ai/oauth/', 'https://claude.com/oauth/'],
    keywords: ['claude', 'anthropic'],
    origins: ['https://claude.ai', 'https://claude.com'],
  }),
  agent('agt_openai', 'OpenAI (ChatGPT, Codex)', {
    clientUrlPrefixes: ['https://chatgpt.com/oauth/'],
    keywords: ['openai', 'chatgpt', 'codex'],
    origins: ['https://chatgpt.com', 'https://chat.openai.com', 'https://platform.openai.com'],
  }),
  agent('agt_cursor', 'Cursor', {
    keywords: ['cursor'],
    origins: ['https://cursor.com', 'https://www.cursor.com'],
  }),
  agent('agt_gemini', 'Gemini', {
    keywords: ['gemini'],
    origins: ['https://gemini.google.com', 'https://aistudio.google.com'],
  }),
  agent('agt_vscode', 'VS Code', {
    clientIds: ['https://vscode.dev/oauth/client-metadata.json'],
    keywords: ['vscode', 'visual studio code'],
    origins: ['https://vscode.dev', 'https://insiders.vscode.dev'],
  }),
  agent('agt_copilot', 'GitHub Copilot', {
    clientIds: ['https://github.com/copilot/cli/client-metadata.json'],
    keywords: ['copilot'],
  }),
  agent('agt_opencode', 'OpenCode', {
    clientIds: ['https://opencode.ai/oauth/opencode/client.json'],
    keywords: ['opencode'],
  }),
  agent('agt_windsurf', 'Windsurf', { keywords: ['windsurf'] }),
  agent('agt_kiro', 'Kiro', { keywords: ['kiro'] }),
  agent('agt_amazonq', 'Amazon Q', { keywords: ['amazonq', 'amazon-q', 'amazon q'] }),
  agent('agt_cortex', 'Cortex Code', { keywords: ['cortex-code', 'cortex code'] }),
  agent('agt_n8n', 'n8n', { keywords: ['n8n'] }),
  agent('agt_postman', 'Postman', { keywords: ['postman'] }),
  agent('agt_inspector', 'MCP Inspector', { keywords: ['mcp-inspector', 'mcp inspector'] }),
]

export const AGENT_ORIGINS: ReadonlySet<string> = new Set(PREDEFINED_AGENTS.flatMap(({ origins }) => origins))
