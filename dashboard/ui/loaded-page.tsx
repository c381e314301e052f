// The page of one thing: as <Loaded>, with a headline also where there is no such thing, or it could not be read.
import { A } from '@solidjs/router'
import type { UseQueryResult } from '@tanstack/solid-query'
import { Show, type JSX } from 'solid-js'
import { ApiProblem } from '../data/api.ts'
import { buttonClass } from './button.tsx'
import { EmptyState } from './empty-state.tsx'
import { Loaded } from './loaded.tsx'
import { PageHeader } from './page-header.tsx'
import { PageSkeleton } from './skeleton.tsx'

export function LoadedPage<T>(props: {
  query: UseQueryResult<T>
  /** The headline as long as no name is known. */
  title: string
  /** As in “There is no such …”. */
  noun: string
  /** Where the others are. */
  list: { href: string; label: string }
  children: (data: () => NonNullable<T>) => JSX.Element
}) {
  const isGone = () => props.query.error instanceof ApiProblem && props.query.error.status === 404
  return (
    <Show
      when={!isGone()}
      fallback={
        <>
          <PageHeader title={props.title} />
          <EmptyState
            title={`There is no such ${props.noun}`}
            action={
              <A href={props.list.href} class={buttonClass()}>
                {props.list.label}
              </A>
            }
          >
            It was deleted, or the link is not whole.
          </EmptyState>
        </>
      }
    >
      <Show when={props.query.isLoadingError}>
        <PageHeader title={props.title} />
      </Show>
      <Loaded query={props.query} skeleton={<PageSkeleton />}>
        {props.children}
      </Loaded>
    </Show>
  )
}
