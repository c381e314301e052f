import { expect, it } from 'vitest'
import { announceCallback, CALLBACK_PATH, waitForCallback } from './callback-channel.ts'

function comeBack(search: string): void {
  window.history.replaceState(null, '', `${CALLBACK_PATH}${search}`)
  announceCallback()
}

it('the answer of this very request is taken, and leaves the address at once', async () => {
  const answer = waitForCallback('mine', new AbortController().signal)
  comeBack('?code=foreign&state=other')
  comeBack('?code=right&state=mine')
  expect(window.location.search).toBe('')
  expect((await answer).get('code')).toBe('right')
})

it('nobody waits longer than the person does', async () => {
  const giveUp = new AbortController()
  const answer = waitForCallback('mine', giveUp.signal)
  giveUp.abort()
  await expect(answer).rejects.toThrow('cancelled')
})
