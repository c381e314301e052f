// Stands where something is being loaded, in its size, so that nothing jumps.
import { For } from 'solid-js'

export function Skeleton(props: { class?: string }) {
  return <div aria-hidden="true" class={`animate-pulse rounded bg-sunken ${props.class ?? 'h-4 w-full'}`} />
}

export function RowsSkeleton(props: { rows?: number }) {
  return (
    <div role="status" class="divide-y divide-line">
      <span class="sr-only">Loading</span>
      <For each={Array.from({ length: props.rows ?? 6 })}>
        {() => (
          <div class="flex gap-4 px-4 py-3.5">
            <Skeleton class="h-4 w-1/4" />
            <Skeleton class="h-4 w-1/3" />
            <Skeleton class="ml-auto h-4 w-16" />
          </div>
        )}
      </For>
    </div>
  )
}

export function PageSkeleton() {
  return (
    <div role="status" class="mx-auto max-w-5xl p-8">
      <span class="sr-only">Loading</span>
      <Skeleton class="mb-8 h-8 w-56" />
      <Skeleton class="mb-3 h-24 w-full" />
      <Skeleton class="h-64 w-full" />
    </div>
  )
}
