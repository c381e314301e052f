// What a server is doing, in the words of product.md §3, and what can be done about it.
import type { Server } from '../../schema/api/servers.ts'
import { Badge, type Tone } from '../ui/badge.tsx'

interface StatusWords {
  label: string
  tone: Tone
  /** Why it is so and what helps; undefined where all is well. */
  remedy?: string
  /** The tab on which it is done. */
  tab?: { path: string; label: string }
}

export const SERVER_STATUS: Readonly<Record<Server['status'], StatusWords>> = {
  serving: { label: 'Serving', tone: 'ok' },
  awaiting_connection: {
    label: 'Awaiting connection',
    tone: 'neutral',
    remedy: 'Nobody has connected yet, so its tools are not known. Connect the first client.',
    tab: { path: '', label: 'Connect a client' },
  },
  no_tools_found: {
    label: 'No tools found',
    tone: 'warn',
    remedy: 'The runtime answers, but lists no tool. Check the runtime, then look again.',
    tab: { path: '/tools', label: 'Look at its tools' },
  },
  unreachable: {
    label: 'Unreachable',
    tone: 'bad',
    remedy:
      'The runtime gave no usable answer at the last look. Check that it runs and that its URL is right.',
    tab: { path: '/tools', label: 'See the error' },
  },
  paused: {
    label: 'Paused',
    tone: 'warn',
    remedy:
      'Secrets are missing. Every call is answered 503 secrets_missing until they are entered again: what was entered for one origin is never sent to another.',
    tab: { path: '/settings', label: 'Enter the secrets' },
  },
  needs_gateway: {
    label: 'Needs a Gateway',
    tone: 'warn',
    remedy:
      'Its users sign in, but no Gateway is attached. Every call is answered 503 no_gateway until there is one.',
    tab: { path: '/gateway', label: 'Attach a Gateway' },
  },
  disabled: {
    label: 'Disabled',
    tone: 'neutral',
    remedy: 'It is switched off. Clients reach nothing until it is enabled again.',
  },
}

export const AUTH_MODES: Readonly<Record<Server['authMode'], string>> = {
  oauth: 'Sign-in (OAuth)',
  passthrough: 'Passthrough',
  api_key: 'API key',
  none: 'No upstream auth',
}

export function ServerStatusBadge(props: { status: Server['status'] }) {
  return <Badge tone={SERVER_STATUS[props.status].tone}>{SERVER_STATUS[props.status].label}</Badge>
}
