// Pages of a sign-in are for a person in front of a window (O11).

/**
 * A HEAD, or what a page of somebody else loads by itself: images, scripts, frames (Fetch Metadata, `Sec-Fetch-Dest`).
 * It begins and finishes nothing, and no limit of the visitor's address is used up by it. Clients that are no browsers
 * do not send that header.
 */
export function isOnlyLookedAt({ method, headers }: Request): boolean {
  if (method === 'HEAD') return true
  const destination = headers.get('sec-fetch-dest')
  return method === 'GET' && destination !== null && destination !== 'document'
}
