/** JSON that is no JSON-RPC message of MCP: −32600 with status 400 (M11). The message holds no part of the text. */
export class MessageRefusal extends Error {
  override name = 'MessageRefusal'
  /** The id to echo, where the message had a usable one. */
  readonly rawId: string | undefined
  constructor(reason: string, rawId?: string) {
    super(reason)
    this.rawId = rawId
  }
}
