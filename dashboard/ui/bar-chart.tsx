// Bars over time, drawn on a canvas that is loaded when it is first asked for. What it shows is said in words by `label`;
// the numbers themselves belong in a table beside it.
import { lazy, Suspense } from 'solid-js'
import { Skeleton } from './skeleton.tsx'

const BarCanvas = lazy(() => import('./bar-canvas.tsx'))

export interface BarLayer {
  /** A colour of app.css, e.g. `--color-accent`. */
  color: `--color-${string}`
  values: readonly number[]
}

export interface BarChartProps {
  label: string
  /** The beginning of each bar, in milliseconds, all equally far apart. */
  starts: readonly number[]
  /** Each is drawn from zero over the one before it. */
  layers: readonly BarLayer[]
  /** The bar under the pointer. */
  onPoint: (index: number | undefined) => void
}

export function BarChart(props: BarChartProps) {
  return (
    <Suspense fallback={<Skeleton class="h-40 w-full" />}>
      <BarCanvas {...props} />
    </Suspense>
  )
}
