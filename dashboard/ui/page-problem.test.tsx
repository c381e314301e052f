import { fireEvent, render, screen } from '@solidjs/testing-library'
import { expect, it, vi } from 'vitest'
import { PageProblem } from './page-problem.tsx'

it.each([
  'Failed to fetch dynamically imported module: https://limen.example.com/assets/frame-BETHsu1S.js',
  'error loading dynamically imported module: https://limen.example.com/assets/frame-BETHsu1S.js',
  'Importing a module script failed.',
])('a page that is older than the deployment says to load it anew (%s)', (message) => {
  render(() => <PageProblem error={new TypeError(message)} onRetry={vi.fn()} />)
  screen.getByRole('heading', { name: 'The dashboard was updated' })
  screen.getByRole('button', { name: 'Load the page anew' })
  expect(screen.queryByText(message)).toBeNull()
})

it('another problem is named, and can be tried again', () => {
  const retry = vi.fn()
  render(() => <PageProblem error={new Error('Limen cannot be reached.')} onRetry={retry} />)
  screen.getByText('Limen cannot be reached.')
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(retry).toHaveBeenCalledOnce()
})
