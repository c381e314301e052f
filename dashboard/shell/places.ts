// Where the command palette leads: pages, what can be done, servers and Gateways by name, and their tabs.
import { createMemo, type Accessor } from 'solid-js'
import type { Permission } from '../../schema/api/permissions.ts'
import { useGateways } from '../data/gateways.ts'
import { readyData } from '../data/ready-data.ts'
import { findRequestId } from '../data/request-id.ts'
import { useServers } from '../data/servers.ts'
import { useSession } from '../session/session.tsx'
import { SECTIONS } from './sections.ts'

export interface Place {
  path: string
  title: string
  kind: 'Page' | 'Action' | 'Server' | 'Gateway'
}

const ACTIONS: readonly { path: string; title: string; permission: Permission }[] = [
  { path: '/servers/new', title: 'Add server', permission: 'servers.create' },
  { path: '/gateways/new', title: 'Create Gateway', permission: 'gateways.write' },
  { path: '/library', title: 'Choose a server from the library', permission: 'servers.read' },
  { path: '/library/requests', title: 'Decide library requests', permission: 'library.install' },
  { path: '/tokens?create=true', title: 'Create access token', permission: 'tokens.manage' },
  { path: '/members?invite=true', title: 'Invite people', permission: 'members.manage' },
  { path: '/api-keys?create=true', title: 'Create API key', permission: 'members.manage' },
  { path: '/access/preview', title: 'Preview what somebody may do', permission: 'grants.read' },
]

const SERVER_TABS = ['Tools', 'Access', 'Gateway', 'Limits', 'Logs', 'Settings']
const GATEWAY_TABS = ['Servers', 'Grants', 'Clients', 'Access', 'Limits', 'Settings']

/** Tabs that the frames of a server and of a Gateway do not show to everybody who sees those. */
const TAB_PERMISSIONS: Readonly<Record<string, Permission>> = {
  Limits: 'logs.read',
  Logs: 'logs.read',
  Grants: 'grants.read',
}

/** Pure. */
export function tabsFor(
  kind: 'Server' | 'Gateway',
  may: (permission: Permission) => boolean,
): readonly string[] {
  const tabs = kind === 'Server' ? SERVER_TABS : GATEWAY_TABS
  return tabs.filter((tab) => {
    const permission = TAB_PERMISSIONS[tab]
    return permission === undefined || may(permission)
  })
}

/** Names are asked for when the palette is first opened. */
export function createPlaces(isWanted: Accessor<boolean>) {
  const { may } = useSession()
  const servers = useServers(() => isWanted() && may('servers.read'))
  const gateways = useGateways(() => isWanted() && may('gateways.read'))
  const places = createMemo((): readonly Place[] => {
    const allowed = <Item extends { permission?: Permission }>(items: readonly Item[]) =>
      items.filter(({ permission }) => !permission || may(permission))
    const known = [
      ...(readyData(servers)?.servers ?? []).map(({ id, name }) =>
        placesOf(`/servers/${id}`, name, 'Server', tabsFor('Server', may)),
      ),
      ...(readyData(gateways)?.gateways ?? []).map(({ id, name }) =>
        placesOf(`/gateways/${id}`, name, 'Gateway', tabsFor('Gateway', may)),
      ),
    ]
    return [
      ...allowed(SECTIONS).map(({ path, title }): Place => ({ path, title, kind: 'Page' })),
      ...allowed(ACTIONS).map(({ path, title }): Place => ({ path, title, kind: 'Action' })),
      ...known.map(({ self }) => self),
      ...known.flatMap(({ tabs }) => tabs),
    ]
  })
  return { places, servers, gateways }
}

function placesOf(path: string, name: string, kind: Place['kind'], tabs: readonly string[]) {
  return {
    self: { path, title: name, kind },
    tabs: tabs.map((tab): Place => ({
      path: `${path}/${tab.toLowerCase()}`,
      title: `${name} › ${tab}`,
      kind,
    })),
  }
}

/** For whoever pastes the id of a request, or an error that names one. Pure. */
export function requestPlaces(text: string): Place[] {
  const id = findRequestId(text)
  return id === undefined
    ? []
    : [{ path: `/logs?requestId=${id}&range=all`, title: `Find ${id} in the logs`, kind: 'Action' }]
}

/** Those that have every word; what begins with what was typed comes first. Pure. */
export function matchPlaces(places: readonly Place[], text: string): Place[] {
  const typed = text.trim().toLowerCase()
  const words = typed.split(/\s+/).filter(Boolean)
  const rankOf = ({ title }: Place) => {
    const name = title.toLowerCase()
    return name === typed ? 0 : name.startsWith(typed) ? 1 : 2
  }
  // A tab is offered to those who ask for it: every server has seven.
  const offered = words.length === 0 ? places.filter(({ title }) => !title.includes(' › ')) : places
  return offered
    .filter(({ title, kind }) => words.every((word) => `${title} ${kind}`.toLowerCase().includes(word)))
    .toSorted((one, other) => rankOf(one) - rankOf(other))
}
