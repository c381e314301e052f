import { gatewayIdOf } from './address.ts'

/** Of the Gateway or server. An object knows its name only while it is called by it; alarms read what was kept. */
export function findOwnId({ id, storage: { sql } }: DurableObjectState): string {
  const [kept] = sql
    .exec<{ value: string }>("SELECT value FROM object_facts WHERE name = 'gateway_id'")
    .toArray()
  if (kept) return kept.value
  if (id.name === undefined) throw new Error('this object was never called by its name')
  const gatewayId = gatewayIdOf(id.name)
  sql.exec("INSERT INTO object_facts (name, value) VALUES ('gateway_id', ?)", gatewayId)
  return gatewayId
}
