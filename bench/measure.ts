// Many short rounds that take turns, so that what else happens on the machine falls on every contender alike. The ratio is
// the median of the rounds' own ratios: within one round the machine is the same.
import { cpuMicros } from './process-cpu.ts'
import { load, type LoadTarget } from './load.ts'

export interface Contender {
  name: string
  pid: number
  target: LoadTarget
}

export interface Measurement {
  name: string
  /** CPU of the whole workerd process for one request, in microseconds: the median of the rounds. */
  cpuMicros: number
  /** To the first contender, in the same round: the median. */
  ratio: number
  /** Beyond the contender before, in the same round: the median, in microseconds. */
  addedMicros: number
  requestsPerSecond: number
  /** The rounds' extremes, to judge the noise. */
  cpuMicrosMin: number
  cpuMicrosMax: number
}

export interface MeasureOptions {
  rounds: number
  secondsPerRound: number
  warmUpSeconds: number
  connections: number
}

export async function measure(
  contenders: readonly Contender[],
  { rounds, secondsPerRound, warmUpSeconds, connections }: MeasureOptions,
): Promise<Measurement[]> {
  for (const { target } of contenders) await load(target, warmUpSeconds, connections)
  const results = contenders.map(() => ({ cpu: [] as number[], rps: [] as number[] }))
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { pid, target }] of contenders.entries()) {
      const before = cpuMicros(pid)
      const { requests, seconds } = await load(target, secondsPerRound, connections)
      results[index]?.cpu.push((cpuMicros(pid) - before) / requests)
      results[index]?.rps.push(requests / seconds)
    }
  }
  return results.map(({ cpu, rps }, index) => ({
    name: contenders[index]?.name ?? '',
    cpuMicros: median(cpu),
    ratio: median(cpu.map((micros, round) => micros / (results[0]?.cpu[round] ?? Number.NaN))),
    addedMicros: median(cpu.map((micros, round) => micros - (results[index - 1]?.cpu[round] ?? Number.NaN))),
    requestsPerSecond: median(rps),
    cpuMicrosMin: Math.min(...cpu),
    cpuMicrosMax: Math.max(...cpu),
  }))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}
