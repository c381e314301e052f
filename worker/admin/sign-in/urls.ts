// The URLs of a sign-in, at whichever of our origins it happens: cookies are bound to one. Pure.

export const SIGN_IN_PATH = '/api/v1/sign-in'

/** What is registered at the sign-in server; one for each origin. */
export function callbackUrlOf(origin: string): string {
  return `${origin}${SIGN_IN_PATH}/callback`
}

/** A path of this origin and nothing else, so that a sign-in leads to no stranger's page (S1); `/` for all others. */
export function checkReturnTo(returnTo: string | undefined, origin: string): string {
  if (returnTo === undefined || !returnTo.startsWith('/') || !URL.canParse(returnTo, origin)) return '/'
  const url = new URL(returnTo, origin)
  const path = `${url.pathname}${url.search}${url.hash}`
  // "/..//evil.example" is a path here, and another host where it is read as a reference.
  return url.origin === origin && !path.startsWith('//') ? path : '/'
}
