import { render, screen } from '@solidjs/testing-library'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { utcText } from '../../format/moment.tsx'
import { HourChart } from './hour-chart.tsx'

const drawn = vi.hoisted(() => ({
  data: [] as unknown,
  options: { hooks: {} as { setCursor?: ((plot: unknown) => void)[] } },
}))

// jsdom has neither a canvas nor a layout; what the library is told to draw is what is asked here.
vi.mock('uplot', () => {
  class Plot {
    static paths = {}
    constructor(options: typeof drawn.options, data: unknown) {
      Object.assign(drawn, { options, data })
    }
    destroy(): void {}
  }
  return { default: Plot }
})

beforeAll(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      disconnect(): void {}
    },
  )
  vi.stubGlobal('matchMedia', () => new EventTarget())
})
afterAll(() => vi.unstubAllGlobals())

const AT = Date.UTC(2026, 0, 1, 9)
const HOURS = [
  { at: AT, calls: 0, errors: 0, refused: 0 },
  { at: AT + 3_600_000, calls: 120, errors: 30, refused: 4 },
]

it('the numbers of the chart stand in words, in a table, and under the pointer', async () => {
  render(() => <HourChart hours={HOURS} />)
  await screen.findByRole('img', {
    name: 'Calls in each of the last 2 hours; at most 120 in one hour.',
  })
  const cells = [...screen.getByRole('table', { hidden: true }).querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('td')].slice(1).map((cell) => cell.textContent),
  )
  expect(cells).toEqual([
    ['120', '30', '4'],
    ['0', '0', '0'],
  ])
  drawn.options.hooks.setCursor?.[0]?.({ cursor: { idx: 1 } })
  expect(screen.getByText(/120 calls, 30 errors, 4 refused/).textContent).toContain(utcText(AT + 3_600_000))
})

it('refusals and errors are drawn as parts of the calls, and bars about the middle of their hour', async () => {
  render(() => <HourChart hours={HOURS} />)
  await screen.findByRole('img')
  expect(drawn.data).toEqual([
    [AT + 1_800_000, AT + 5_400_000],
    [0, 120],
    [0, 34],
    [0, 30],
  ])
})
