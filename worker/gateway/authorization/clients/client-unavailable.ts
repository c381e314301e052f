/** The client cannot be judged now: its host or KV does not answer (O5). 503, never `invalid_client`. */
export class ClientUnavailableError extends Error {
  override name = 'ClientUnavailableError'
}
