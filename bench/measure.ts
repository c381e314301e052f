// Many short rounds that take turns, so that what else happens on the machine falls on every contender alike; each round
// goes there and back, because whoever comes after a rest of his process pays for it. The ratio is the median of the
// rounds' own ratios: within one round the machine is the same.
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
  /** The standard error of that. */
  addedMicrosError: number
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
  const there = [...contenders.keys()]
  const thereAndBack = [...there, ...there.toReversed()]
  for (let round = 0; round < rounds; round += 1) {
    const sums = contenders.map(() => ({ micros: 0, requests: 0, seconds: 0 }))
    for (const index of thereAndBack) {
      const contender = contenders[index]
      const sum = sums[index]
      if (!contender || !sum) continue
      const before = cpuMicros(contender.pid)
      const { requests, seconds } = await load(contender.target, secondsPerRound / 2, connections)
      sum.micros += cpuMicros(contender.pid) - before
      sum.requests += requests
      sum.seconds += seconds
    }
    for (const [index, { micros, requests, seconds }] of sums.entries()) {
      results[index]?.cpu.push(micros / requests)
      results[index]?.rps.push(requests / seconds)
    }
  }
  return results.map(({ cpu, rps }, index) => {
    const added = cpu.map((micros, round) => micros - (results[index - 1]?.cpu[round] ?? Number.NaN))
    return {
      name: contenders[index]?.name ?? '',
      cpuMicros: median(cpu),
      ratio: median(cpu.map((micros, round) => micros / (results[0]?.cpu[round] ?? Number.NaN))),
      addedMicros: median(added),
      addedMicrosError: errorOfMedian(added),
      requestsPerSecond: median(rps),
      cpuMicrosMin: Math.min(...cpu),
      cpuMicrosMax: Math.max(...cpu),
    }
  })
}

/** As of a normal distribution whose middle half is as wide as that of the values: outliers do not count. */
function errorOfMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const quarter = sorted.length >> 2
  const width = (sorted.at(-1 - quarter) ?? Number.NaN) - (sorted[quarter] ?? Number.NaN)
  return (1.2533 * width) / 1.349 / Math.sqrt(values.length)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}
