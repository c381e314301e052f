// One request of the doctor over the network, from the machine that the command runs on.
import { isOpenStream, type Probe, type Reply } from '../worker/doctor/probe.ts'

const ANSWER_MS = 15_000
const ANSWER_BYTES_MAX = 4 * 1024 * 1024

/** Throws with the reason where no whole answer comes. */
export async function sendFromHere(url: string, { method = 'GET', headers, body }: Probe): Promise<Reply> {
  const signal = AbortSignal.timeout(ANSWER_MS)
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal,
      ...(headers ? { headers } : {}),
      ...(body === undefined ? {} : { body }),
    })
    return { status: response.status, headers: response.headers, text: await readText(response, method) }
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error })
  }
}

/** Cut at the bound: what came is enough to judge it. */
async function readText(response: Response, method: string): Promise<string> {
  if (!response.body) return ''
  if (isOpenStream(response, method)) {
    await response.body.cancel()
    return ''
  }
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    text += decoder.decode(chunk, { stream: true })
    if (bytes > ANSWER_BYTES_MAX) break
  }
  return text
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${ANSWER_MS / 1_000} s`
  return error.cause instanceof Error ? error.cause.message : error.message
}
