// The state of the inspector: connected or not, a sign-in that is waited for, the tools. Everything it holds ends with
// the page.
import { createSignal, onCleanup } from 'solid-js'
import type { Server } from '../../../../../../schema/api/servers.ts'
import { callbackUrl, waitForCallback } from './callback-channel.ts'
import { CANCELLED, explain, SignInRefused, type Explanation } from './explain.ts'
import type { CallToolResult, McpSession, SessionError, Tool } from './mcp-session.ts'

export type Phase =
  | { kind: 'idle' }
  | { kind: 'connecting' }
  | { kind: 'ready'; serverName: string; protocolVersion: string }
  | { kind: 'failed'; explanation: Explanation }

/** A sign-in in another window, for which this page waits. */
export interface PendingSignIn {
  url: string
  /** The browser opened no window; the person opens it. */
  isBlocked: boolean
}

export interface ConnectWith {
  /** Undefined: by signing in. Null: the server asks for nothing. */
  token: string | null | undefined
  clientId?: string
}

export type CallOutcome = { ms: number } & (
  | { kind: 'answered'; result: CallToolResult }
  | { kind: 'failed'; explanation: Explanation }
)

const WINDOW = 'popup,width=560,height=760'
/** Beyond what Limen itself waits for the runtime. */
const PATIENCE_MS = 10_000

export type Inspector = ReturnType<typeof createInspector>

export function createInspector(server: () => Server) {
  const [phase, setPhase] = createSignal<Phase>({ kind: 'idle' })
  const [tools, setTools] = createSignal<readonly Tool[]>([])
  const [signIn, setSignIn] = createSignal<PendingSignIn>()
  const [isListing, setListing] = createSignal(false)
  let session: McpSession | undefined
  let popup: Window | null = null
  let abort = new AbortController()
  const end = () => void disconnect()
  window.addEventListener('pagehide', end)
  onCleanup(() => {
    window.removeEventListener('pagehide', end)
    end()
  })

  const circumstances = (seen: Seen) => ({
    serverId: server().id,
    mcpUrl: server().urls.path.mcpUrl,
    origin: window.location.origin,
    hasUserKeys: server().upstreamAuth?.keyOwner === 'per_user',
    refusal: seen.refusal,
    requestIds: seen.requestIds,
  })
  const explained = (error: unknown) => explain(error, circumstances(seenIn(error)))

  async function authorize(url: URL, state: string, mine: AbortController): Promise<URLSearchParams> {
    mine.signal.throwIfAborted()
    popup = popup && !popup.closed ? popup : openWindow()
    const isBlocked = popup === null
    popup?.location.replace(url)
    setSignIn({ url: url.href, isBlocked })
    try {
      const answer = await waitForCallback(state, mine.signal)
      const refused = answer.get('error')
      if (refused !== null) throw new SignInRefused(answer.get('error_description') ?? refused)
      return answer
    } finally {
      // The window may be that of a later attempt.
      if (abort === mine) {
        setSignIn(undefined)
        closeWindow()
      }
    }
  }

  /** Call it in a click: browsers open windows for nothing else. */
  async function connect({ token, clientId }: ConnectWith): Promise<void> {
    const ended = disconnect()
    const mine = new AbortController()
    abort = mine
    let opened: McpSession | undefined
    if (token === undefined) popup = openWindow()
    setPhase({ kind: 'connecting' })
    try {
      const { openSession } = await import('./mcp-session.ts')
      await ended
      mine.signal.throwIfAborted()
      opened = await openSession({
        mcpUrl: server().urls.path.mcpUrl,
        token,
        ...(clientId === undefined ? {} : { clientId }),
        authorize: (url, state) => authorize(url, state, mine),
      })
      mine.signal.throwIfAborted()
      session = opened
      const listed = await opened.listTools(mine.signal)
      mine.signal.throwIfAborted()
      setTools(listed)
      setPhase({ kind: 'ready', serverName: opened.serverName, protocolVersion: opened.protocolVersion })
    } catch (error) {
      const explanation = explained(error)
      if (session === opened) session = undefined
      await opened?.close()
      // Whoever gave it up has said what stands there now.
      if (!mine.signal.aborted) setPhase({ kind: 'failed', explanation })
    } finally {
      if (abort === mine) closeWindow()
    }
  }

  async function disconnect(): Promise<void> {
    abort.abort()
    closeWindow()
    setSignIn(undefined)
    setListing(false)
    setPhase({ kind: 'idle' })
    setTools([])
    await endSession()
  }

  async function endSession(): Promise<void> {
    const ended = session
    session = undefined
    await ended?.close()
  }

  async function reload(): Promise<void> {
    if (!session || isListing()) return
    const mine = abort
    setListing(true)
    try {
      const listed = await session.listTools(mine.signal)
      if (!mine.signal.aborted) setTools(listed)
    } catch (error) {
      if (mine.signal.aborted) return
      setPhase({ kind: 'failed', explanation: explained(error) })
      await endSession()
    } finally {
      if (!mine.signal.aborted) setListing(false)
    }
  }

  async function call(
    name: string,
    args: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<CallOutcome> {
    const started = performance.now()
    const ms = () => performance.now() - started
    try {
      if (!session) throw new Error('Connect first.')
      const result = await session.callTool(name, args, {
        signal: AbortSignal.any([signal, abort.signal]),
        timeoutMs: server().timeoutMs + PATIENCE_MS,
      })
      return { kind: 'answered', result, ms: ms() }
    } catch (error) {
      const explanation = signal.aborted ? CANCELLED : explained(error)
      return { kind: 'failed', explanation, ms: ms() }
    }
  }

  /** A window of this very page: it shows our words until the sign-in stands in it, and learns nothing of this page. */
  function openWindow(): Window | null {
    const opened = window.open('about:blank', 'limen-inspector', WINDOW)
    try {
      if (opened) {
        opened.opener = null
        opened.document.body.textContent = 'Opening the sign-in…'
      }
    } catch {
      // It stands at a provider’s page from the last time; it is about to be sent on.
    }
    return opened
  }

  function closeWindow(): void {
    popup?.close()
    popup = null
  }

  return {
    phase,
    tools,
    signIn,
    isListing,
    redirectUri: callbackUrl(),
    connect: (how: ConnectWith) => void connect(how),
    disconnect: () => void disconnect(),
    reload: () => void reload(),
    call,
  }
}

type Seen = Partial<Pick<SessionError, 'refusal' | 'requestIds'>>

/** Not by its class, whose module is loaded with the first connection. */
function seenIn(error: unknown): Seen {
  return error instanceof Error && error.name === 'SessionError' ? (error as SessionError) : {}
}
