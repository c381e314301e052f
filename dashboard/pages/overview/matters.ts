// Alerts of the API and servers that do not serve, as one list with links. Pure.
import type { Gateway } from '../../../schema/api/gateways.ts'
import type { Alert } from '../../../schema/api/logs.ts'
import type { Server } from '../../../schema/api/servers.ts'
import { GATEWAY_STATES } from '../../format/gateway-state.tsx'
import { SERVER_STATUS } from '../../format/server-status.tsx'
import type { Tone } from '../../ui/badge.tsx'

export interface Matter {
  label: string
  tone: Tone
  /** Name of the server or Gateway; undefined where it is about neither, or both are unknown. */
  subject: string | undefined
  message: string
  count: number
  lastAt: number | undefined
  link: { href: string; label: string } | undefined
}

type KnownServer = Pick<Server, 'id' | 'name' | 'status'>
type KnownGateway = Pick<Gateway, 'id' | 'name'>

const LIMITS = { server: '/limits', gateway: '/limits', deployment: '/limits?state=spent' } as const

interface Words {
  label: string
  tone: Tone
  server?: string
  gateway?: string
  deployment?: string
}

const WORDS: Readonly<Record<Alert['kind'], Words>> = {
  runtime_refused_gateway: { label: 'Runtime refuses Limen', tone: 'bad', server: '/settings' },
  downstream_fault: { label: 'Sign-in fails', tone: 'bad', gateway: '' },
  secret_unreadable: { label: 'Stored tokens do not open', tone: 'bad', gateway: '' },
  gateway_needs_review: { ...GATEWAY_STATES.needs_review, gateway: '' },
  server_paused: { label: 'Paused', tone: 'warn', server: '/settings' },
  catalogue_full: { label: 'Too many tools', tone: 'warn', server: '/tools' },
  object_not_told: { label: 'Change on its way', tone: 'warn', gateway: '' },
  budget_exceeded: { label: 'Budget exceeded', tone: 'warn', ...LIMITS },
  budget_exhausted: { label: 'Budget spent', tone: 'bad', ...LIMITS },
  meter_unreachable: { label: 'Limits cannot be counted', tone: 'bad' },
}

/** Alerts newest first, then servers in trouble that no alert speaks of. */
export function mattersOf(
  alerts: readonly Alert[],
  servers: readonly KnownServer[],
  gateways: readonly KnownGateway[],
): Matter[] {
  const isAlerted = (id: string) =>
    alerts.some(({ kind, serverId }) => kind === 'server_paused' && serverId === id)
  return [
    ...alerts.map((alert) => matterOf(alert, servers, gateways)),
    ...servers.filter(({ id, status }) => isTrouble(status) && !isAlerted(id)).map(troubleOf),
  ]
}

/** How a Gateway stands: one that is ready, and whose sign-ins fail, is not ready for its users. */
export function gatewayWords(
  { id, state }: Pick<Gateway, 'id' | 'state'>,
  alerts: readonly Alert[],
): Pick<Matter, 'label' | 'tone'> {
  const isFailing = alerts.some(({ kind, gatewayId }) => kind === 'downstream_fault' && gatewayId === id)
  if (state !== 'ready' || !isFailing) return GATEWAY_STATES[state]
  const { label, tone } = WORDS.downstream_fault
  return { label, tone }
}

function isTrouble(status: Server['status']): boolean {
  const { tone } = SERVER_STATUS[status]
  return tone === 'warn' || tone === 'bad'
}

function troubleOf({ id, name, status }: KnownServer): Matter {
  const { label, tone, remedy, tab } = SERVER_STATUS[status]
  return {
    label,
    tone,
    subject: name,
    message: remedy ?? '',
    count: 1,
    lastAt: undefined,
    link: tab && { href: `/servers/${id}${tab.path}`, label: tab.label },
  }
}

/** A Worker that is newer than this page may know other alerts; their message says what to do. */
function wordsOf(kind: string): Words {
  const words: Readonly<Record<string, Words>> = WORDS
  return words[kind] ?? { label: 'Look at this', tone: 'warn', server: '', gateway: '' }
}

function matterOf(alert: Alert, servers: readonly KnownServer[], gateways: readonly KnownGateway[]): Matter {
  const { label, tone, server: serverTab, gateway: gatewayTab, deployment } = wordsOf(alert.kind)
  const server = servers.find(({ id }) => id === alert.serverId)
  const gateway = gateways.find(({ id }) => id === alert.gatewayId)
  const link =
    serverTab !== undefined && server
      ? { href: `/servers/${server.id}${serverTab}`, label: 'Open server' }
      : gatewayTab !== undefined && gateway
        ? { href: `/gateways/${gateway.id}${gatewayTab}`, label: 'Open Gateway' }
        : deployment !== undefined
          ? { href: deployment, label: 'Open limits' }
          : undefined
  return {
    label,
    tone,
    subject: server?.name ?? gateway?.name,
    message: alert.message,
    count: alert.count,
    lastAt: alert.lastAt,
    link,
  }
}
