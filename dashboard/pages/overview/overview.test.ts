import { expect, it } from 'vitest'
import type { Alert } from '../../../schema/api/logs.ts'
import { gatewayWords, mattersOf } from './matters.ts'
import { firstSteps, isServingAnybody } from './steps.ts'

const PAUSED = { id: 'srv_p', name: 'Paused one', status: 'paused' } as const

it('a paused server stands once in the list, with the way to its settings', () => {
  const alert: Alert = {
    kind: 'server_paused',
    serverId: PAUSED.id,
    gatewayId: null,
    count: 1,
    lastAt: 5,
    message: 'Secrets are missing.',
  }
  const expected = { subject: 'Paused one', link: { href: '/servers/srv_p/settings' } }
  expect(mattersOf([alert], [PAUSED], [])).toMatchObject([{ ...expected, lastAt: 5 }])
  // Without the permission for alerts the status alone speaks.
  expect(mattersOf([], [PAUSED], [])).toMatchObject([{ ...expected, lastAt: undefined }])
})

it('a Gateway whose sign-ins fail does not read as ready', () => {
  const alert: Alert = {
    kind: 'downstream_fault',
    serverId: null,
    gatewayId: 'gtw_a',
    count: 2,
    lastAt: 5,
    message: 'invalid_client',
  }
  expect(gatewayWords({ id: 'gtw_a', state: 'ready' }, [alert])).toEqual({
    label: 'Sign-in fails',
    tone: 'bad',
  })
  expect(gatewayWords({ id: 'gtw_b', state: 'ready' }, [alert])).toEqual({ label: 'Ready', tone: 'ok' })
  expect(gatewayWords({ id: 'gtw_a', state: 'needs_review' }, [alert]).label).toBe('Needs review')
})

it('an alert leads to its Gateway; one that is not known yet is shown by its message', () => {
  const alert = { serverId: 'srv_x', gatewayId: 'gtw_a', count: 2, lastAt: 5, message: 'Do this.' }
  const gateways = [{ id: 'gtw_a', name: 'Support' }]
  const shown = { subject: 'Support', message: 'Do this.', link: { href: '/gateways/gtw_a' } }
  expect(mattersOf([{ ...alert, kind: 'secret_unreadable' }], [], gateways)).toMatchObject([
    { ...shown, label: 'Stored tokens do not open', tone: 'bad' },
  ])
  const kind: string = 'of_tomorrow'
  expect(mattersOf([{ ...alert, kind: kind as Alert['kind'] }], [], gateways)).toMatchObject([
    { ...shown, label: 'Look at this', tone: 'warn' },
  ])
})

it('servers that only wait for a client are no matter', () => {
  expect(mattersOf([], [{ id: 'srv_w', name: 'Waiting', status: 'awaiting_connection' }], [])).toEqual([])
})

it('the first steps lead on to what is not done yet, and end with the first server in use', () => {
  const next = (...given: Parameters<typeof firstSteps>) => firstSteps(...given).find(({ isNext }) => isNext)
  expect(next([], 0)?.href).toBe('/gateways/new')
  expect(next([], 1)?.href).toBe('/servers/new')
  const lacking = { id: 'srv_a', status: 'needs_gateway', authMode: 'oauth' } as const
  expect(next([lacking], 1)?.href).toBe('/servers/srv_a/gateway')
  const waiting = { ...lacking, status: 'awaiting_connection' } as const
  expect(next([waiting], 1)?.href).toBe('/servers/srv_a')
  expect(isServingAnybody([waiting])).toBe(false)
  expect(isServingAnybody([waiting, { ...lacking, status: 'serving' }])).toBe(true)
})
