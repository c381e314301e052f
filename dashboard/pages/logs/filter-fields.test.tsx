import { Route } from '@solidjs/router'
import { fireEvent, screen } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { expect, it, vi } from 'vitest'
import type { LogEvent } from '../../../schema/api/logs.ts'
import { renderPage } from '../../testing/render-page.tsx'
import { FilterFields } from './filter-fields.tsx'
import { createLogQuery } from './log-query.ts'

/** What the fields suggest of it. */
const EVENT = {
  tool: 'read_page',
  userEmail: null,
  userSubject: null,
  userDomain: null,
  clientId: null,
  clientName: null,
  guardrailOutcome: null,
} as LogEvent

it('what is being typed into a filter stays when the events of the filter before arrive', async () => {
  vi.stubGlobal('fetch', async (url: string) =>
    url.includes('/session')
      ? Response.json({ kind: 'member', name: 'Ada', permissions: ['logs.read'], user: null })
      : Response.json({}),
  )
  const [events, setEvents] = createSignal<readonly LogEvent[]>([])
  renderPage('/logs', () => (
    <Route
      path="/logs"
      component={() => <FilterFields query={createLogQuery(() => ({}))} fixed={[]} events={events()} />}
    />
  ))
  const tool = await screen.findByLabelText<HTMLInputElement>('Tool')
  tool.focus()
  fireEvent.input(tool, { target: { value: 'read_pa' } })
  setEvents([EVENT])
  expect(screen.getByLabelText('Tool')).toBe(tool)
  expect([tool.value, document.activeElement]).toEqual(['read_pa', tool])
  expect(tool.list?.options[0]?.value).toBe('read_page')
})
