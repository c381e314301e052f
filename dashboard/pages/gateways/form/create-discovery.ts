// Asks the authorization server what it is while its URL is typed. The newest question counts; an older one is cancelled.
import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { Gateway } from '../../../../schema/api/gateways.ts'
import { discoverDraft, type DiscoveryAnswer, type Finding } from '../../../data/gateways.ts'

const PAUSE_MS = 500

export interface DiscoveryDraft {
  provider: Gateway['provider']
  authorizationServerUrl: string
}

export interface Discovery {
  isBusy: () => boolean
  /** A URL that a link brought, which nobody has confirmed yet. */
  isWaiting: () => boolean
  /** Of what stands in the fields now; undefined while it is asked for. */
  answer: () => DiscoveryAnswer | undefined
  /** The question itself was refused, or did not get through. */
  problem: () => string | undefined
  findings: (field?: string) => readonly Finding[]
  retry: () => void
}

/**
 * What stands there at first came with the page: a link alone makes Limen fetch nothing, so it waits for `retry` or an
 * edit. `isSettled`: what stands there is known already, so nobody is asked until it changes.
 */
export function createDiscovery(
  draft: () => DiscoveryDraft,
  isSettled: () => boolean = () => false,
): Discovery {
  const [isBusy, setBusy] = createSignal(false)
  const [isWaiting, setWaiting] = createSignal(false)
  const [answer, setAnswer] = createSignal<DiscoveryAnswer>()
  const [problem, setProblem] = createSignal<string>()
  const [attempt, setAttempt] = createSignal(0)

  createEffect(
    on(
      [() => draft().provider, () => draft().authorizationServerUrl.trim(), attempt],
      ([provider, url, tries], before) => {
        const canAsk = isHttpUrl(url) && (tries > 0 || !isSettled())
        const isFirst = before === undefined
        setAnswer(undefined)
        setProblem(undefined)
        setBusy(false)
        setWaiting(canAsk && isFirst)
        if (!canAsk || isFirst) return
        const cancel = new AbortController()
        const ask = async () => {
          setBusy(true)
          try {
            const found = await discoverDraft({ provider, authorizationServerUrl: url }, cancel.signal)
            if (!cancel.signal.aborted) setAnswer(found)
          } catch (error) {
            if (!cancel.signal.aborted)
              setProblem(error instanceof Error ? error.message : 'Nothing was found.')
          } finally {
            if (!cancel.signal.aborted) setBusy(false)
          }
        }
        const timer = setTimeout(() => void ask(), PAUSE_MS)
        onCleanup(() => {
          clearTimeout(timer)
          cancel.abort()
        })
      },
    ),
  )

  return {
    isBusy,
    isWaiting,
    answer,
    problem,
    findings: (field) =>
      (answer()?.report.findings ?? []).filter((finding) => field === undefined || finding.field === field),
    retry: () => setAttempt((count) => count + 1),
  }
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^/]+/.test(text) && URL.canParse(text)
}
