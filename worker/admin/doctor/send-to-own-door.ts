// The deployment's own public entrypoint, asked over its loopback binding: a URL that is not ours finds nothing there.
import { exports } from 'cloudflare:workers'
import { isOpenStream, type Probe, type Reply } from '../../doctor/probe.ts'
import { readCapped } from '../../net/read-capped.ts'

const ANSWER_MS = 15_000
const ANSWER_BYTES_MAX = 4 * 1024 * 1024

/** Throws OutboundError. */
export async function sendToOwnDoor(url: string, { method = 'GET', headers, body }: Probe): Promise<Reply> {
  const request = new Request(url, {
    method,
    redirect: 'manual',
    ...(headers ? { headers } : {}),
    ...(body === undefined ? {} : { body }),
  })
  const response = await exports.default.fetch(request)
  if (isOpenStream(response, method)) {
    await response.body?.cancel()
    return { status: response.status, headers: response.headers, text: '' }
  }
  const bytes = await readCapped(response, ANSWER_BYTES_MAX, ANSWER_MS)
  return { status: response.status, headers: response.headers, text: new TextDecoder().decode(bytes) }
}
