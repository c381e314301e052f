// The admin API as programs use it: JSON in, JSON out, and an error that says what the API said.

export class AdminApiError extends Error {
  override name = 'AdminApiError'
  readonly status: number
  /** RFC 9457 problem details. */
  readonly problem: unknown
  constructor(status: number, problem: unknown, message: string) {
    super(message)
    this.status = status
    this.problem = problem
  }
}

export interface Versioned {
  id: string
  version: number
}

export class AdminApi {
  readonly baseUrl: string
  readonly #secret: string
  constructor(baseUrl: string, secret: string) {
    this.baseUrl = baseUrl
    this.#secret = secret
  }

  get<T>(path: string): Promise<T> {
    return this.#send<T>('GET', path)
  }

  /** `version`: where the route writes to something that was read before. */
  post<T>(path: string, body: unknown, version?: number): Promise<T> {
    return this.#send<T>('POST', path, body, version === undefined ? {} : { 'If-Match': `"${version}"` })
  }

  /** Changes what was read before; a save that comes too late is refused (`If-Match`). */
  patch<T>(path: string, version: number, body: unknown): Promise<T> {
    return this.#send<T>('PATCH', path, body, { 'If-Match': `"${version}"` })
  }

  /** Writes the whole of what was read before; version 0 where there was nothing. */
  put<T>(path: string, version: number, body: unknown): Promise<T> {
    return this.#send<T>('PUT', path, body, { 'If-Match': `"${version}"` })
  }

  delete<T>(path: string, version: number, body?: unknown): Promise<T> {
    return this.#send<T>('DELETE', path, body, { 'If-Match': `"${version}"` })
  }

  async #send<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.#secret}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const answer: unknown = text === '' ? null : parseJson(text)
    if (!response.ok) {
      throw new AdminApiError(
        response.status,
        answer,
        `${method} ${path} → ${response.status} ${text.slice(0, 500)}`,
      )
    }
    return answer as T
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
