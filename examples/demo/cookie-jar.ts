// Cookies of one imagined browser. Ignores Secure, since the demo runs on plain http (architecture.md §4), and shares
// cookies between the ports of one host, as browsers do (RFC 6265 §8.5).

export class CookieJar {
  readonly #cookies = new Map<string, { value: string; path: string }>()

  /** Takes over the Set-Cookie headers of an answer. */
  store(url: URL, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const name = pair.slice(0, pair.indexOf('='))
      const value = pair.slice(pair.indexOf('=') + 1)
      const attribute = (key: string) =>
        attributes.find((text) => text.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1)
      const path = attribute('path') ?? '/'
      const expires = attribute('expires')
      const isGone =
        attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) < Date.now())
      const key = `${url.hostname} ${path} ${name}`
      if (isGone) this.#cookies.delete(key)
      else this.#cookies.set(key, { value, path })
    }
  }

  /** The Cookie header for a request, or undefined. */
  header(url: URL): string | undefined {
    const fitting: string[] = []
    for (const [key, { value, path }] of this.#cookies) {
      const [hostname, , name] = key.split(' ')
      if (hostname !== url.hostname || !isBelow(url.pathname, path)) continue
      fitting.push(`${name}=${value}`)
    }
    return fitting.length > 0 ? fitting.join('; ') : undefined
  }
}

/** RFC 6265 §5.1.4 */
function isBelow(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`)
}
