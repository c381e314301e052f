import { expect, it } from 'vitest'
import { matchPlaces, requestPlaces, tabsFor, type Place } from './places.ts'

const PLACES: readonly Place[] = [
  { path: '/servers', title: 'Servers', kind: 'Page' },
  { path: '/servers/new', title: 'Add server', kind: 'Action' },
  { path: '/servers/srv_1', title: 'Server of tickets', kind: 'Server' },
  { path: '/servers/srv_1/logs', title: 'Server of tickets › Logs', kind: 'Server' },
]
const pathsOf = (text: string) => matchPlaces(PLACES, text).map(({ path }) => path)

it('finds a server by any words of its name, and its tabs when they are asked for', () => {
  expect(pathsOf('tickets')).toEqual(['/servers/srv_1', '/servers/srv_1/logs'])
  expect(pathsOf('tickets log')).toEqual(['/servers/srv_1/logs'])
  expect(pathsOf('')).not.toContain('/servers/srv_1/logs')
})

it('puts what begins with what was typed before what only holds it', () => {
  expect(pathsOf('server')).toEqual(['/servers', '/servers/srv_1', '/servers/srv_1/logs', '/servers/new'])
  expect(pathsOf('add server')).toEqual(['/servers/new'])
})

it('offers no tab that its page would not show', () => {
  expect(tabsFor('Server', () => false)).toEqual(['Tools', 'Access', 'Gateway', 'Settings'])
  expect(tabsFor('Gateway', (permission) => permission === 'grants.read')).toEqual([
    'Servers',
    'Grants',
    'Clients',
    'Access',
    'Settings',
  ])
})

it('a pasted error that names a request leads to it, whenever it was', () => {
  expect(requestPlaces('Refused (req_AB-c).').map(({ path }) => path)).toEqual([
    '/logs?requestId=req_AB-c&range=all',
  ])
  expect(requestPlaces('support')).toEqual([])
})
