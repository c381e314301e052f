// A sign-in without a browser: follows redirects, reads forms, approves Limen's consent page and logs in at the
// authorization server, until the browser would be sent to the client's redirect URI.
import { CookieJar } from './cookie-jar.ts'
import { findRefresh, parseForm, type Form } from './forms.ts'

export interface Person {
  login: string
  password: string
}

export interface WalkOptions {
  person: Person
  /** Where the walk ends: the client's redirect URI. */
  redirectUri: string
  /** What to press on Limen's consent page. */
  consent?: 'allow' | 'deny'
  /** Scopes to leave unticked there. */
  untick?: readonly string[]
  /** Cookies of an earlier walk, for a browser that is signed in already. */
  jar?: CookieJar
  /** Told each page and redirect, for a transcript. */
  onStep?: (step: string) => void
}

const STEPS_MAX = 25

/** Walks from an authorize URL to the redirect URI. Returns the callback URL. Throws with the page where it got stuck. */
export async function walk(start: URL, options: WalkOptions): Promise<URL> {
  const jar = options.jar ?? new CookieJar()
  let request = new Request(start)
  for (let step = 0; step < STEPS_MAX; step++) {
    const url = new URL(request.url)
    const response = await send(request, jar)
    const location = response.headers.get('location')
    if (location) {
      const next = new URL(location, url)
      if (isAt(next, options.redirectUri)) return next
      request = new Request(next)
      continue
    }
    const page = await response.text()
    const refresh = findRefresh(page, url)
    if (refresh) {
      if (isAt(refresh, options.redirectUri)) return refresh
      request = new Request(refresh)
      continue
    }
    const form = parseForm(page, url)
    if (!response.ok || !form) throw new Error(`${url.href} answered ${response.status}: ${textOf(page)}`)
    options.onStep?.(`${url.origin}${url.pathname}`)
    request = submit(form, options, url)
  }
  throw new Error(`no way to ${options.redirectUri} within ${STEPS_MAX} steps`)
}

/** Fills in a form the way a person would. */
function submit(form: Form, { person, consent = 'allow', untick = [] }: WalkOptions, referrer: URL): Request {
  const body = new URLSearchParams()
  for (const field of form.fields) {
    if (field.type === 'checkbox' && (!field.checked || untick.includes(field.value))) continue
    if (field.name === 'login') body.append('login', person.login)
    else if (field.type === 'password') body.append(field.name, person.password)
    else body.append(field.name, field.value)
  }
  const button =
    form.buttons.find((candidate) => candidate.name !== '' && candidate.value === consent) ?? form.buttons[0]
  if (button && button.name !== '') body.append(button.name, button.value)
  return new Request(form.action, {
    method: 'POST',
    body,
    headers: { origin: referrer.origin, referer: referrer.href, 'sec-fetch-site': 'same-origin' },
  })
}

async function send(request: Request, jar: CookieJar): Promise<Response> {
  const url = new URL(request.url)
  const cookie = jar.header(url)
  if (cookie) request.headers.set('cookie', cookie)
  request.headers.set('accept', 'text/html')
  const response = await fetch(request, { redirect: 'manual' })
  jar.store(url, response)
  return response
}

function isAt(url: URL, redirectUri: string): boolean {
  return `${url.origin}${url.pathname}` === redirectUri
}

function textOf(page: string): string {
  return page
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 400)
}
