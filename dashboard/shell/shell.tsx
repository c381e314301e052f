// The frame around every page: where one is, where one can go, who one is.
import { A, useLocation } from '@solidjs/router'
import {
  createEffect,
  createSignal,
  ErrorBoundary,
  For,
  on,
  Show,
  Suspense,
  type ParentProps,
} from 'solid-js'
import { useSession } from '../session/session.tsx'
import { Button } from '../ui/button.tsx'
import { PageProblem } from '../ui/page-problem.tsx'
import { PageSkeleton } from '../ui/skeleton.tsx'
import { AccountMenu } from './account-menu.tsx'
import { BootstrapNotice } from './bootstrap-notice.tsx'
import { CommandPalette } from './command-palette.tsx'
import { SECTIONS, type Section } from './sections.ts'

const GROUPS: readonly { id: Section['group']; title: string }[] = [
  { id: 'work', title: 'Gateway' },
  { id: 'govern', title: 'Govern' },
  { id: 'observe', title: 'Observe' },
  { id: 'deployment', title: 'Deployment' },
]

export function Shell(props: ParentProps) {
  const location = useLocation()
  const [isMenuOpen, setMenuOpen] = createSignal(false)
  const [main, setMain] = createSignal<HTMLElement>()
  let menuButton: HTMLButtonElement | undefined
  const closeMenu = () => {
    setMenuOpen(false)
    menuButton?.focus()
  }
  // A new page is announced, and the keyboard goes on from its top.
  createEffect(
    on(
      () => location.pathname,
      () => {
        setMenuOpen(false)
        main()?.focus({ preventScroll: true })
        window.scrollTo(0, 0)
      },
      { defer: true },
    ),
  )
  return (
    <div class="min-h-dvh lg:grid lg:grid-cols-[15rem_1fr]">
      <a
        href="#main"
        class="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <header class="flex items-center gap-2 border-b border-line bg-surface px-3 py-2 lg:hidden">
        <Button
          ref={(element) => (menuButton = element)}
          tone="quiet"
          aria-expanded={isMenuOpen()}
          aria-controls="navigation"
          onClick={() => setMenuOpen(!isMenuOpen())}
        >
          Menu
        </Button>
        <span class="font-semibold">Limen</span>
      </header>
      <section
        id="navigation"
        aria-label="Sidebar"
        onKeyDown={(event) => {
          // A dialog that was opened from here closes by itself, and the menu stays.
          const isHere = event.currentTarget.contains(event.target)
          if (event.key === 'Escape' && isMenuOpen() && isHere) closeMenu()
        }}
        class={`${isMenuOpen() ? 'flex' : 'hidden'} flex-col border-r border-line bg-surface lg:sticky lg:top-0 lg:flex lg:h-dvh`}
      >
        <div class="hidden items-center gap-2 px-5 pt-5 pb-2 lg:flex">
          <img src="/icon.svg" alt="" width="22" height="22" />
          <span class="font-semibold">Limen</span>
        </div>
        <CommandPalette />
        <Navigation onChosen={() => setMenuOpen(false)} />
        <AccountMenu />
      </section>
      <main ref={setMain} id="main" tabIndex={-1} class="min-w-0 px-4 py-6 outline-none sm:px-8">
        <div class="mx-auto max-w-6xl">
          <BootstrapNotice />
          <ErrorBoundary fallback={(error, reset) => <PageProblem error={error} onRetry={reset} />}>
            <Suspense fallback={<PageSkeleton />}>{props.children}</Suspense>
          </ErrorBoundary>
        </div>
      </main>
    </div>
  )
}

function Navigation(props: { onChosen: () => void }) {
  const { may } = useSession()
  const sectionsOf = (group: Section['group']) =>
    SECTIONS.filter((section) => section.group === group && (!section.permission || may(section.permission)))
  return (
    <nav aria-label="Main" class="flex-1 overflow-y-auto px-3 py-2">
      <For each={GROUPS.filter(({ id }) => sectionsOf(id).length > 0)}>
        {(group) => (
          <div class="mb-4">
            <h2 class="px-2 pb-1 text-xs font-medium text-ink-soft">{group.title}</h2>
            <ul>
              <For each={sectionsOf(group.id)}>
                {(section) => (
                  <li>
                    <A
                      href={section.path}
                      onClick={() => props.onChosen()}
                      end={section.path === '/'}
                      class="block rounded-md px-2 py-1.5 text-sm"
                      activeClass="bg-accent-soft font-medium text-accent"
                      inactiveClass="text-ink hover:bg-sunken"
                    >
                      {section.title}
                    </A>
                  </li>
                )}
              </For>
            </ul>
          </div>
        )}
      </For>
      <Show when={sectionsOf('work').length === 0}>
        <p class="px-2 text-sm text-ink-soft">
          Your account has no role here. Ask an owner for an invitation.
        </p>
      </Show>
    </nav>
  )
}
