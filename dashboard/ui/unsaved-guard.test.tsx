// What was typed is not lost by a link, by Back or by closing the window; what stays on the page is never asked about.
import { A, Route, Router, useNavigate } from '@solidjs/router'
import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { beforeEach, expect, it, vi } from 'vitest'
import { UnsavedGuard } from './unsaved-guard.tsx'

const QUESTION = 'Leave without saving?'

function Edit() {
  const [isDirty, setDirty] = createSignal(false)
  const navigate = useNavigate()
  return (
    <>
      <h1>Edit</h1>
      <UnsavedGuard isDirty={isDirty()} />
      <button onClick={() => setDirty(true)}>Type</button>
      <button onClick={() => setDirty(false)}>Save</button>
      <button onClick={() => navigate('/edit?drawer=1')}>Open a drawer</button>
      <A href="/other">Elsewhere</A>
    </>
  )
}

// jsdom lays nothing out, so nothing can be scrolled to.
vi.stubGlobal('scrollTo', () => undefined)

beforeEach(async () => {
  // The router's depth stays with the entry, by which it knows how far Back went.
  window.history.replaceState(window.history.state, '', '/start')
  render(() => (
    <Router>
      <Route path="/start" component={() => <A href="/edit">Go and edit</A>} />
      <Route path="/edit" component={Edit} />
      <Route path="/other" component={() => <h1>Other</h1>} />
    </Router>
  ))
  fireEvent.click(await screen.findByText('Go and edit'))
  await screen.findByText('Edit')
})

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const follow = () => fireEvent.click(screen.getByText('Elsewhere'))
const question = () => screen.findByRole('dialog', { name: QUESTION })
const isNotAsked = () => expect(screen.queryByRole('dialog')).toBeNull()

/** Whether closing the window would be asked about. */
const closesAsked = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))

it('a link waits for an answer: one stays with what was typed, or leaves', async () => {
  press('Type')
  follow()
  await question()
  press('Cancel')
  await waitFor(isNotAsked)
  expect(window.location.pathname).toBe('/edit')
  screen.getByText('Edit')
  follow()
  await question()
  press('Leave')
  await screen.findByText('Other')
  expect(window.location.pathname).toBe('/other')
})

it('so does Back, which stays on the page until then', async () => {
  press('Type')
  window.history.back()
  await question()
  await waitFor(() => expect(window.location.pathname).toBe('/edit'))
  press('Leave')
  await screen.findByText('Go and edit')
})

it('nothing is asked where nothing was typed, or all is saved again', async () => {
  press('Type')
  press('Save')
  follow()
  await screen.findByText('Other')
  isNotAsked()
})

it('a change of the query alone stays on the page, so it is not asked about', async () => {
  press('Type')
  press('Open a drawer')
  await waitFor(() => expect(window.location.search).toBe('?drawer=1'))
  isNotAsked()
})

it('closing the window is asked about only while something is unsaved', () => {
  expect(closesAsked()).toBe(false)
  press('Type')
  expect(closesAsked()).toBe(true)
  press('Save')
  expect(closesAsked()).toBe(false)
})
