// How each MCP client is given a server: what to click, what to copy, and what it cannot do. One table, no secrets:
// an access token is asked for by the client, or read from its environment. Pure.
import type { Server } from '../../../../../schema/api/servers.ts'

/** What a client needs for this server: a sign-in, an access token, or nothing. */
export type Admission = 'sign_in' | 'token' | 'open'

export interface SetupTarget {
  slug: string
  name: string
  mcpUrl: string
  admission: Admission
}

export interface Setup {
  /** Opens the client with everything filled in. */
  link?: { label: string; href: string }
  steps: readonly string[]
  copies: readonly { label: string; text: string }[]
  /** Why this client cannot use this server, or what it needs first. */
  obstacle?: string
}

export interface ClientSetup {
  id: string
  name: string
  of: (target: SetupTarget) => Setup
}

/** Name of the environment variable that commands and files below read an access token from. */
export const TOKEN_VARIABLE = 'LIMEN_TOKEN'

export function admissionOf({ authMode, open }: Pick<Server, 'authMode' | 'open'>): Admission {
  if (authMode === 'oauth' || authMode === 'passthrough') return 'sign_in'
  return authMode === 'none' && open ? 'open' : 'token'
}

export const CLIENT_SETUPS: readonly ClientSetup[] = [
  {
    id: 'claude',
    name: 'Claude',
    // https://claude.com/docs/connectors/building/directory-vs-custom
    of: (target) => ({
      link: { label: 'Add to Claude', href: claudeLink(target) },
      steps: [
        'Open Customize → Connectors in Claude and choose “Add custom connector”. On a Team or Enterprise plan an owner does this once for everybody.',
        'Give it a name and the URL below. Leave the client id and secret empty: Claude registers itself.',
        target.admission === 'open' ? 'Add it.' : 'Add it, then press Connect and sign in.',
      ],
      copies: [{ label: 'Connector URL', text: target.mcpUrl }],
      ...obstacleOfWebClient('Claude', target),
    }),
  },
  {
    id: 'claude-code',
    name: 'Claude Code',
    of: (target) => ({
      steps: [
        ...tokenSteps(target),
        'Run the command in a terminal; add --scope user to have the server in every project.',
        ...(target.admission === 'sign_in'
          ? ['Type /mcp in Claude Code, choose the server and sign in.']
          : []),
      ],
      copies: [
        {
          label: 'Command',
          text: `claude mcp add --transport http ${target.slug} ${target.mcpUrl}${headerFlag(target)}`,
        },
      ],
    }),
  },
  {
    id: 'chatgpt',
    name: 'ChatGPT',
    // https://help.openai.com/en/articles/12584461: no link fills the form in.
    of: (target) => ({
      link: { label: 'Open ChatGPT’s settings', href: 'https://chatgpt.com/#settings/Connectors' },
      steps: [
        'In ChatGPT open Settings → Apps → Advanced settings and switch Developer mode on. In a workspace an admin allows it first.',
        'Choose “Create app”, give it a name and the MCP server URL below.',
        target.admission === 'open'
          ? 'Choose “No authentication”, and create it.'
          : 'Choose OAuth, leave the client id empty, create it and sign in.',
      ],
      copies: [{ label: 'MCP server URL', text: target.mcpUrl }],
      ...obstacleOfWebClient('ChatGPT', target),
    }),
  },
  {
    id: 'vscode',
    name: 'VS Code',
    of: (target) => ({
      link: { label: 'Add to VS Code', href: vscodeLink(target) },
      steps: [
        'Press the button, or put the text below into .vscode/mcp.json of a project.',
        target.admission === 'token'
          ? 'VS Code asks for the access token when the server starts, and keeps it in its own secret storage.'
          : target.admission === 'sign_in'
            ? 'Start the server in the editor’s list of MCP servers, and sign in.'
            : 'Start the server in the editor’s list of MCP servers.',
      ],
      copies: [{ label: '.vscode/mcp.json', text: json(vscodeFile(target)) }],
    }),
  },
  {
    id: 'cursor',
    name: 'Cursor',
    // https://cursor.com/docs/mcp/install-links
    of: (target) => ({
      link: { label: 'Add to Cursor', href: cursorLink(target) },
      steps: [
        ...tokenSteps(target),
        'Press the button, or put the text below into ~/.cursor/mcp.json.',
        ...(target.admission === 'sign_in'
          ? ['Cursor shows “Needs authentication” beside the server: press it and sign in.']
          : []),
      ],
      copies: [
        { label: '~/.cursor/mcp.json', text: json({ mcpServers: { [target.slug]: cursorServer(target) } }) },
      ],
    }),
  },
  {
    id: 'inspector',
    name: 'MCP Inspector',
    // https://modelcontextprotocol.io/docs/latest/tools/inspector
    of: (target) => ({
      steps: [
        ...tokenSteps(target),
        'Run the command in a terminal and open the URL that it prints. It needs Node.js.',
        ...(target.admission === 'sign_in' ? ['Press Connect and sign in.'] : []),
      ],
      copies: [
        {
          label: 'Command',
          text: `npx @modelcontextprotocol/inspector --transport http --server-url ${target.mcpUrl}${headerFlag(target)}`,
        },
      ],
    }),
  },
]

/** Clients that run in somebody else's cloud: they come over the internet, and send no header of one's own. */
function obstacleOfWebClient(client: string, { admission, mcpUrl }: SetupTarget): Pick<Setup, 'obstacle'> {
  if (admission === 'token') {
    return {
      obstacle: `${client} signs in with OAuth and cannot send an access token, which this server asks for. Use another client, or an oauth server with a Gateway.`,
    }
  }
  return isOnInternet(mcpUrl)
    ? {}
    : {
        obstacle: `${client} calls from its own cloud: it reaches neither this computer nor plain http. It works once Limen has a public https address.`,
      }
}

function isOnInternet(mcpUrl: string): boolean {
  const { protocol, hostname } = new URL(mcpUrl)
  const isLocal = /^(?:localhost|.*\.localhost|.*\.local|127\.[\d.]+|\[::1\])$/.test(hostname)
  return protocol === 'https:' && !isLocal
}

function tokenSteps({ admission }: SetupTarget): string[] {
  return admission === 'token'
    ? [`Put an access token of this server into the environment variable ${TOKEN_VARIABLE}.`]
    : []
}

function headerFlag({ admission }: SetupTarget): string {
  return admission === 'token' ? ` --header "Authorization: Bearer $${TOKEN_VARIABLE}"` : ''
}

function claudeLink({ name, mcpUrl }: SetupTarget): string {
  const query = new URLSearchParams({
    modal: 'add-custom-connector',
    connectorName: name,
    connectorUrl: mcpUrl,
  })
  // As its page writes it: spaces percent-encoded.
  return `https://claude.ai/customize/connectors?${query.toString().replaceAll('+', '%20')}`
}

const VSCODE_INPUT = 'limen-token'

function vscodeServer({ mcpUrl, admission }: SetupTarget) {
  return {
    type: 'http',
    url: mcpUrl,
    ...(admission === 'token' ? { headers: { Authorization: `Bearer \${input:${VSCODE_INPUT}}` } } : {}),
  }
}

function vscodeInputs({ admission, name }: SetupTarget) {
  return admission === 'token'
    ? {
        inputs: [
          {
            type: 'promptString',
            id: VSCODE_INPUT,
            description: `Access token of ${name}`,
            password: true,
          },
        ],
      }
    : {}
}

function vscodeFile(target: SetupTarget) {
  return { servers: { [target.slug]: vscodeServer(target) }, ...vscodeInputs(target) }
}

function vscodeLink(target: SetupTarget): string {
  const config = { name: target.slug, ...vscodeServer(target), ...vscodeInputs(target) }
  return `vscode:mcp/install?${encodeURIComponent(JSON.stringify(config))}`
}

function cursorServer({ mcpUrl, admission }: SetupTarget) {
  return {
    url: mcpUrl,
    ...(admission === 'token' ? { headers: { Authorization: `Bearer \${env:${TOKEN_VARIABLE}}` } } : {}),
  }
}

function cursorLink(target: SetupTarget): string {
  const config = base64(JSON.stringify(cursorServer(target)))
  return `cursor://anysphere.cursor-deeplink/mcp/install?name=${encodeURIComponent(target.slug)}&config=${encodeURIComponent(config)}`
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
