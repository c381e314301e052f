// The frame of pages that stand open to people who are not signed in: no navigation, one narrow column.
import { ErrorBoundary, Suspense, type ParentProps } from 'solid-js'
import { PageProblem } from '../ui/page-problem.tsx'
import { PageSkeleton } from '../ui/skeleton.tsx'

export function PlainFrame(props: ParentProps<{ isWide?: boolean }>) {
  return (
    <div class={`mx-auto px-4 ${props.isWide ? 'max-w-6xl py-8' : 'max-w-xl py-[10vh]'}`}>
      <header class="mb-6 flex items-center gap-2.5">
        <img src="/icon.svg" alt="" width="24" height="24" />
        <span class="font-semibold">Limen</span>
      </header>
      <main id="main" tabIndex={-1} class="outline-none">
        <ErrorBoundary fallback={(error, reset) => <PageProblem error={error} onRetry={reset} />}>
          <Suspense fallback={<PageSkeleton />}>{props.children}</Suspense>
        </ErrorBoundary>
      </main>
    </div>
  )
}
