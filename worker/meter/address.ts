import type { Env } from '../environment.ts'
import type { MeterRpc } from './contract.ts'

/** The one MeterObject of the deployment. Costs nothing until a method is called. */
export function meterObject(env: Pick<Env, 'METER'>): MeterRpc {
  return env.METER.getByName('meter')
}
