// `limen restore <gateway id>`: says what becomes of whom, asks, then puts the Gateway's object back to an earlier time; with
// `--status`, what became of the last such order, and the way back.
import { parseArgs } from 'node:util'
import type { Gateway } from '../../schema/api/gateways.ts'
import type { GatewayRestored } from '../../schema/api/restores.ts'
import { connect } from '../connect.ts'
import { isConfirmed } from '../is-confirmed.ts'
import { UsageError } from '../usage-error.ts'

export async function restore(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      to: { type: 'string' },
      bookmark: { type: 'string' },
      'storage-replaced': { type: 'boolean', default: false },
      status: { type: 'boolean', default: false },
      yes: { type: 'boolean', short: 'y', default: false },
    },
  })
  const [gatewayId] = positionals
  if (gatewayId === undefined)
    throw new UsageError('which Gateway? limen restore gw_… --to 2026-11-22T06:30:00Z')
  const path = `/gateways/${encodeURIComponent(gatewayId)}`
  if (values.status) {
    if (values.to !== undefined || values.bookmark !== undefined)
      throw new UsageError('--status asks about the last order; --to and --bookmark give another one.')
    const last = await connect(values.url).get<GatewayRestored>(`${path}/restore`)
    console.log(describeLast(gatewayId, last))
    return 0
  }
  const to = parseTime(values.to)
  const api = connect(values.url)
  const gateway = await api.get<Gateway>(path)
  console.log(describeConsequences(gateway, to))
  if (!values.yes && !(await isConfirmed('Put it back?', '--yes puts it back without a question.'))) {
    console.log('Nothing was changed.')
    return 1
  }
  const restored = await api.post<GatewayRestored>(`${path}/restore`, {
    to,
    storage: values['storage-replaced'] ? 'replaced' : 'platform',
    ...(values.bookmark === undefined ? {} : { bookmark: values.bookmark }),
  })
  console.log(describeOutcome(gateway.id, restored))
  return 0
}

/** A time without its zone would be another one on another machine. */
function parseTime(text: string | undefined): number {
  const isComplete = text !== undefined && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text)
  const at = isComplete ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) throw new UsageError('--to is a time with its zone, such as 2026-11-22T06:30:00Z.')
  return at
}

function describeConsequences({ id, name }: Gateway, to: number): string {
  return `${printable(name)} (${id}) goes back to ${new Date(to).toISOString()}.

  lost      what was signed in since then: those users sign in again
  ended     what ended since then stays ended; clients that renewed their tokens since sign in again
  kept      blocks and unblocks of clients and users, also those since then
  unsure    every other grant is refreshed once; where the authorization server no longer
            takes the older refresh token, its user signs in again
  anew      consents, approvals and sign-ins under way; every client renews its access token
`
}

function describeOutcome(
  gatewayId: string,
  { state, storage, restoredTo, stoppedUntil, undo, grants, objectId }: GatewayRestored,
): string {
  const lines: string[] = []
  if (grants) lines.push(`Put back. Grants: ${grants.ended} ended, ${grants.unknown} are being refreshed.`)
  if (state === 'waiting' || (state === 'stopped' && storage === 'platform'))
    lines.push('Ordered. The Gateway answers nobody until its older storage is safe; limen logs shows when.')
  if (undo) {
    const time = new Date(undo.to).toISOString()
    lines.push(`To take it back: limen restore ${gatewayId} --to ${time} --bookmark ${undo.bookmark}`)
  }
  if (stoppedUntil !== null && storage === 'replaced') {
    lines.push(
      `Ordered. The Gateway answers nobody until ${new Date(stoppedUntil).toISOString()}, then it goes on as it is, also`,
      'where its database was not put back; what ends from then on may live again with the older one. Before then:',
      '  1. stop the deployment, and keep a copy of its state',
      `  2. put ${objectId}.sqlite back as it was at ${new Date(restoredTo).toISOString()}; delete its -wal and -shm`,
      '  3. start the deployment',
    )
  }
  return lines.join('\n')
}

function describeLast(gatewayId: string, last: GatewayRestored): string {
  const { id, orderedAt, restoredTo, state } = last
  const [given, to] = [orderedAt, restoredTo].map((at) => new Date(at).toISOString())
  const outcome =
    state === 'unused'
      ? 'Nothing was put back in time, and the Gateway goes on as it is. Give the order again where it shall go back.'
      : describeOutcome(gatewayId, last)
  return `Order ${id} of ${given}, back to ${to}.\n${outcome}`
}

function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '�')
}
