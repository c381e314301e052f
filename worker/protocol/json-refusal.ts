// Why a text is not acceptable as JSON (M2, M11).

export type JsonFault =
  /** Not UTF-8, or it begins with a byte order mark. */
  | 'utf8'
  /** Not a JSON text (RFC 8259 §2). */
  | 'syntax'
  /** An object names one member twice, however the name is spelt. */
  | 'duplicate_key'
  /** Nested deeper than the cap. */
  | 'depth'

/** All of them are −32700 with status 400 on the wire. The message holds no part of the text. */
export class JsonRefusal extends Error {
  override name = 'JsonRefusal'
  readonly reason: JsonFault
  constructor(reason: JsonFault, message: string) {
    super(message)
    this.reason = reason
  }
}
