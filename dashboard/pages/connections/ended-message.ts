import type { ConnectionsEnded } from '../../../schema/api/connections.ts'

/** What ending did, here and at the authorization server. */
export function endedMessage({ ended, endedAtProvider, effectiveWithinSeconds }: ConnectionsEnded): string {
  if (ended === 0) return 'There was nothing left to end.'
  const what = ended === 1 ? 'The connection ended' : `${ended} connections ended`
  const when = `holds everywhere within ${effectiveWithinSeconds} s`
  if (endedAtProvider >= ended) return `${what}, at the authorization server too; ${when}.`
  return endedAtProvider === 0
    ? `${what} here; ${when}. The authorization server was not told: that could end your other connections with it.`
    : `${what} here, ${endedAtProvider} of them at the authorization server too; ${when}.`
}
