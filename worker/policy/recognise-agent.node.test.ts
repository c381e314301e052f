import { describe, expect, it } from 'vitest'
import type { ClientProof, KnownAgent } from './caller.ts'
import { NO_GOVERNANCE, type Governance } from './governance.ts'
import { PREDEFINED_AGENTS } from './predefined-agents.ts'
import { recogniseAgent } from './recognise-agent.ts'

const governance: Governance = {
  ...NO_GOVERNANCE,
  agents: [
    {
      id: 'agt_acme',
      clientIds: ['cli_acme', 'https://acme.test.dev/client.json'],
      clientUrlPrefixes: ['https://acme.test.dev/agents/'],
      keywords: ['acme-agent', 'claude-for-acme'],
    },
    // What this deployment adds to a predefined one.
    { id: 'agt_claude', clientIds: ['cli_claude'], clientUrlPrefixes: [], keywords: [] },
  ],
}

function oauth(
  registration: 'preregistered' | 'cimd' | 'dcr',
  clientId: string,
  { name = 'Some client', loopback = false }: { name?: string; loopback?: boolean } = {},
): ClientProof {
  return { kind: 'oauth', clientId, clientName: name, registration, hasLoopbackRedirect: loopback }
}

const NONE: ClientProof = { kind: 'none' }
const CLAUDE_CIMD = 'https://claude.ai/oauth/mcp-oauth-client-metadata'

function found(
  id: string | null,
  level: KnownAgent['level'],
  recognisedBy: KnownAgent['recognisedBy'],
): KnownAgent {
  return { id, level, recognisedBy }
}

describe('recognition of agents (product.md §6)', () => {
  const rows: [name: string, proof: ClientProof, userAgent: string | null, expected: KnownAgent][] = [
    [
      'a preregistered client of an agent',
      oauth('preregistered', 'cli_acme'),
      null,
      found('agt_acme', 'proven', 'client'),
    ],
    [
      'also behind a loopback redirect',
      oauth('preregistered', 'cli_acme', { loopback: true }),
      null,
      found('agt_acme', 'proven', 'client'),
    ],
    [
      'a client id added to a predefined agent',
      oauth('preregistered', 'cli_claude'),
      null,
      found('agt_claude', 'proven', 'client'),
    ],
    [
      'a metadata URL, byte for byte',
      oauth('cimd', 'https://acme.test.dev/client.json'),
      null,
      found('agt_acme', 'proven', 'client'),
    ],
    [
      'and no other spelling of it',
      oauth('cimd', 'https://ACME.test.dev/client.json'),
      null,
      found(null, 'proven', 'none'),
    ],
    [
      'a metadata URL below a prefix',
      oauth('cimd', 'https://acme.test.dev/agents/7.json'),
      null,
      found('agt_acme', 'proven', 'client'),
    ],
    [
      'a host that only begins alike',
      oauth('cimd', 'https://claude.ai.evil.dev/oauth/x'),
      null,
      found(null, 'proven', 'none'),
    ],
    [
      'a prefix in the id of another registration',
      oauth('dcr', 'https://claude.ai/oauth/x'),
      null,
      found(null, 'claimed', 'none'),
    ],
    [
      'a prefix in the id of a client that an admin entered',
      oauth('preregistered', 'https://claude.ai/oauth/x'),
      null,
      found(null, 'proven', 'none'),
    ],
    ['Claude', oauth('cimd', CLAUDE_CIMD), null, found('agt_claude', 'proven', 'client')],
    [
      'Claude Code, whose redirect is loopback',
      oauth('cimd', 'https://claude.ai/oauth/claude-code-client-metadata', { loopback: true }),
      null,
      found('agt_claude', 'bound', 'client'),
    ],
    [
      'an app of ChatGPT',
      oauth('cimd', 'https://chatgpt.com/oauth/abc123/client.json'),
      null,
      found('agt_openai', 'proven', 'client'),
    ],
    [
      'VS Code',
      oauth('cimd', 'https://vscode.dev/oauth/client-metadata.json', { loopback: true }),
      null,
      found('agt_vscode', 'bound', 'client'),
    ],
    [
      'a name in a dynamic registration is claimed',
      oauth('dcr', 'dyn_1', { name: 'Cursor' }),
      null,
      found('agt_cursor', 'claimed', 'client'),
    ],
    [
      'a dynamic id that is listed stays claimed',
      oauth('dcr', 'cli_acme'),
      null,
      found('agt_acme', 'claimed', 'client'),
    ],
    [
      'a name of a preregistered client says nothing',
      oauth('preregistered', 'cli_x', { name: 'Claude' }),
      null,
      found(null, 'proven', 'none'),
    ],
    [
      'a name in a metadata document says nothing',
      oauth('cimd', 'https://evil.dev/c.json', { name: 'Claude' }),
      null,
      found(null, 'proven', 'none'),
    ],
    [
      'an unknown OAuth client, whatever its User-Agent',
      oauth('dcr', 'dyn_2'),
      'claude-code/2.0',
      found(null, 'claimed', 'none'),
    ],
    [
      'an unknown preregistered client, whatever its User-Agent',
      oauth('preregistered', 'cli_y'),
      'claude-code/2.0',
      found(null, 'proven', 'none'),
    ],
    [
      'a known OAuth client, whatever its User-Agent',
      oauth('cimd', CLAUDE_CIMD),
      'cursor/1.0',
      found('agt_claude', 'proven', 'client'),
    ],
    [
      'an access token of an agent',
      { kind: 'access_token', tokenId: 'tok_1', agentId: 'agt_acme' },
      'claude',
      found('agt_acme', 'bound', 'access_token'),
    ],
    [
      'an access token of an agent that is gone',
      { kind: 'access_token', tokenId: 'tok_1', agentId: 'agt_gone' },
      'claude',
      found(null, 'claimed', 'none'),
    ],
    [
      'an access token without an agent, whatever its User-Agent',
      { kind: 'access_token', tokenId: 'tok_1', agentId: null },
      'claude',
      found(null, 'claimed', 'none'),
    ],
    [
      'a User-Agent where there is nothing else',
      NONE,
      'Mozilla/5.0 Claude-User/1.0',
      found('agt_claude', 'claimed', 'user_agent'),
    ],
    [
      'beside the token of somebody else',
      { kind: 'passthrough' },
      'openai-mcp/1.0.0',
      found('agt_openai', 'claimed', 'user_agent'),
    ],
    ['the longest keyword counts', NONE, 'claude-for-acme/3', found('agt_acme', 'claimed', 'user_agent')],
    ['a User-Agent of nobody', NONE, 'curl/8.5.0', found(null, 'claimed', 'none')],
    ['no User-Agent', NONE, null, found(null, 'claimed', 'none')],
  ]

  it.each(rows)('%s', (_name, proof, userAgent, expected) => {
    expect(recogniseAgent(governance, proof, userAgent)).toEqual(expected)
    // Asked again, from what was kept.
    expect(recogniseAgent(governance, proof, userAgent)).toEqual(expected)
  })

  it('of several patterns the longest counts, and what the deployment says goes before what Limen knows', () => {
    const one: Governance = {
      ...NO_GOVERNANCE,
      agents: [
        {
          id: 'agt_short',
          clientIds: ['https://vscode.dev/oauth/client-metadata.json'],
          clientUrlPrefixes: ['https://chatgpt.com/'],
          keywords: ['studio'],
        },
      ],
    }
    expect(recogniseAgent(one, NONE, 'Visual Studio Code').id).toBe('agt_vscode')
    expect(recogniseAgent(one, NONE, 'Visual Studio').id).toBe('agt_short')
    expect(recogniseAgent(one, oauth('cimd', 'https://chatgpt.com/oauth/a/client.json'), null).id).toBe(
      'agt_openai',
    )
    expect(recogniseAgent(one, oauth('cimd', 'https://chatgpt.com/a.json'), null).id).toBe('agt_short')
    expect(recogniseAgent(one, oauth('cimd', 'https://vscode.dev/oauth/client-metadata.json'), null).id).toBe(
      'agt_short',
    )
  })

  it('many different User-Agents are not kept for ever', () => {
    for (let n = 0; n < 2_000; n += 1) recogniseAgent(governance, NONE, `bot/${n}`)
    expect(recogniseAgent(governance, NONE, 'claude')).toEqual(found('agt_claude', 'claimed', 'user_agent'))
  })

  it('the predefined agents contradict each other in nothing', () => {
    for (const field of ['id', 'name'] as const) {
      expect(new Set(PREDEFINED_AGENTS.map((agent) => agent[field])).size).toBe(PREDEFINED_AGENTS.length)
    }
    for (const field of ['clientIds', 'clientUrlPrefixes', 'keywords', 'origins'] as const) {
      const all = PREDEFINED_AGENTS.flatMap((agent) => agent[field])
      expect(new Set(all).size).toBe(all.length)
    }
    for (const { keywords, clientUrlPrefixes } of PREDEFINED_AGENTS) {
      for (const keyword of keywords) expect(keyword).toBe(keyword.toLowerCase())
      for (const prefix of clientUrlPrefixes) expect(prefix).toMatch(/^https:\/\/[a-z.]+\/.*\/$/)
    }
  })
})
