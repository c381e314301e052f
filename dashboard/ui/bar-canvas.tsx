// The canvas of a bar chart, by uPlot: drawn again when the data, the width or the colour scheme changes.
import { createEffect, on, onCleanup, onMount } from 'solid-js'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatCount } from '../format/numbers.ts'
import type { BarChartProps, BarLayer } from './bar-chart.tsx'
import { onSchemeChange } from './on-scheme-change.ts'

const HEIGHT = 160
const FONT = '12px system-ui, sans-serif'
const STEPS = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat()

export default function BarCanvas(props: BarChartProps) {
  return (
    <div
      ref={(frame) => onMount(() => draw(props, frame))}
      role="img"
      aria-label={props.label}
      class="h-40 w-full overflow-hidden"
    />
  )
}

function draw(props: BarChartProps, frame: HTMLElement): void {
  const plot = new uPlot(optionsOf(props, frame), dataOf(props), frame)
  const resized = new ResizeObserver(() => plot.setSize({ width: frame.clientWidth, height: HEIGHT }))
  resized.observe(frame)
  const data = () => dataOf(props)
  createEffect(on(data, (next) => plot.setData(next), { defer: true }))
  onCleanup(onSchemeChange(() => plot.redraw()))
  onCleanup(() => {
    resized.disconnect()
    plot.destroy()
  })
}

function stepOf(starts: readonly number[]): number {
  const [first, second] = starts
  return first === undefined || second === undefined ? 0 : second - first
}

/** Bars stand about their middle, so that a pointer finds the one it is over. */
function dataOf({ starts, layers }: BarChartProps): uPlot.AlignedData {
  const half = stepOf(starts) / 2
  return [starts.map((at) => at + half), ...layers.map(({ values }) => [...values])]
}

function optionsOf(props: BarChartProps, frame: HTMLElement): uPlot.Options {
  const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
  const colored = (name: string) => () => colorOf(frame, name)
  const lines = { stroke: colored('--color-line'), width: 1 }
  const axis: uPlot.Axis = { font: FONT, stroke: colored('--color-ink-soft'), ticks: { show: false } }
  return {
    width: frame.clientWidth,
    height: HEIGHT,
    ms: 1,
    legend: { show: false },
    cursor: { drag: { setScale: false }, points: { show: false }, x: false, y: false },
    padding: [8, 8, 0, 0],
    scales: {
      x: { range: () => [props.starts[0] ?? 0, (props.starts.at(-1) ?? 0) + stepOf(props.starts)] },
      y: { range: (_plot, _least, most) => [0, Math.max(1, most)] },
    },
    axes: [
      {
        ...axis,
        size: 28,
        space: 80,
        grid: { show: false },
        values: (_plot, moments) => moments.map(time.format),
      },
      {
        ...axis,
        size: (_plot, labels) => 16 + 8 * Math.max(1, ...(labels ?? []).map(({ length }) => length)),
        incrs: STEPS,
        grid: lines,
        values: (_plot, counts) => counts.map(formatCount),
      },
    ],
    series: [{}, ...props.layers.map((layer) => barsOf(layer, frame))],
    hooks: { setCursor: [({ cursor }) => props.onPoint(cursor.idx ?? undefined)] },
  }
}

function barsOf({ color }: BarLayer, frame: HTMLElement): uPlot.Series {
  return {
    fill: () => colorOf(frame, color),
    width: 0,
    points: { show: false },
    ...(uPlot.paths.bars && { paths: uPlot.paths.bars({ size: [0.75, 40] }) }),
  }
}

/** What a canvas can paint with: `light-dark()` is resolved for elements only. */
function colorOf(frame: HTMLElement, name: string): string {
  frame.style.color = `var(${name})`
  return getComputedStyle(frame).color
}
