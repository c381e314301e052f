// The Content-Security-Policy of the pages, for a dashboard that is at another origin than the servers.

/** `PUBLIC_ORIGIN` of wrangler.toml; undefined where it is set elsewhere or not yet. */
export function publicOriginOf(toml: string): string | undefined {
  const value = /^PUBLIC_ORIGIN\s*=\s*"([^"]*)"/m.exec(toml)?.[1]
  return value && URL.canParse(value) ? new URL(value).origin : undefined
}

/** `headers` is the text of Pages' `_headers`. Throws where it has no `connect-src 'self';`. */
export function withConnectOrigin(headers: string, origin: string | undefined): string {
  const own = "connect-src 'self';"
  if (!headers.includes(own)) throw new Error(`_headers has no ${own}`)
  return origin === undefined ? headers : headers.replace(own, `connect-src 'self' ${origin};`)
}
