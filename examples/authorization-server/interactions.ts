// The steps of a sign-in that need a person: who are you, and may this application act for you?
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import { findByPassword } from './accounts.ts'
import type { Html } from './html.ts'
import { consentPage, loginPage } from './pages.ts'

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>
type Context = Pick<
  KoaContextWithOIDC,
  'req' | 'res' | 'method' | 'path' | 'set' | 'status' | 'body' | 'type'
>

const stylesheet = readFileSync(new URL('style.css', import.meta.url), 'utf8')
const formBytesMax = 8192

/** Koa middleware for `/interaction/<uid>`. `firstParty` clients are never asked for consent. */
export function interactionRoutes(provider: Provider, firstParty: ReadonlySet<string>) {
  return async (ctx: Context, next: () => Promise<void>): Promise<void> => {
    if (ctx.path === '/style.css') {
      ctx.type = 'text/css'
      ctx.body = stylesheet
      return
    }
    if (!ctx.path.startsWith('/interaction/')) return next()
    const interaction = await provider.interactionDetails(ctx.req, ctx.res)
    const form = ctx.method === 'POST' ? await readForm(ctx.req) : undefined
    if (form?.get('decision') === 'deny') return cancel(provider, ctx)
    if (interaction.prompt.name === 'login') return login(provider, ctx, interaction, form)
    if (form || firstParty.has(clientIdOf(interaction))) return allow(provider, ctx, interaction)
    return askForConsent(provider, ctx, interaction)
  }
}

async function login(
  provider: Provider,
  ctx: Context,
  interaction: Interaction,
  form: URLSearchParams | undefined,
): Promise<void> {
  const typed = form?.get('login') ?? undefined
  const account = form && findByPassword(typed ?? '', form.get('password') ?? '')
  if (account) {
    if (interaction.session?.accountId !== account.sub) await forgetAccount(provider, interaction)
    return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: account.sub } })
  }
  const { login_hint: hint } = interaction.params
  const page = loginPage({
    action: ctx.path,
    clientName: await clientNameOf(provider, interaction),
    loginHint: typeof hint === 'string' ? hint.slice(0, 100) : undefined,
    login: typed,
    failed: form !== undefined,
  })
  show(ctx, page, form ? 401 : 200)
}

async function askForConsent(provider: Provider, ctx: Context, interaction: Interaction): Promise<void> {
  const { redirect_uri: redirectUri, scope } = interaction.params
  const page = consentPage({
    action: ctx.path,
    clientName: await clientNameOf(provider, interaction),
    redirectHost: new URL(String(redirectUri)).host,
    scopes: String(scope ?? '').split(' '),
  })
  show(ctx, page, 200)
}

/** Grants all that the request asked for and this person has not granted yet. */
async function allow(provider: Provider, ctx: Context, interaction: Interaction): Promise<void> {
  const accountId = interaction.session?.accountId ?? ''
  const known = interaction.grantId ? await provider.Grant.find(interaction.grantId) : undefined
  const grant = known ?? new provider.Grant({ accountId, clientId: clientIdOf(interaction) })
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = interaction.prompt.details
  if (isTextList(missingOIDCScope)) grant.addOIDCScope(missingOIDCScope.join(' '))
  if (isTextList(missingOIDCClaims)) grant.addOIDCClaims(missingOIDCClaims)
  for (const [resource, scopes] of Object.entries(missingResourceScopes ?? {})) {
    if (isTextList(scopes)) grant.addResourceScope(resource, scopes.join(' '))
  }
  return provider.interactionFinished(
    ctx.req,
    ctx.res,
    { consent: { grantId: await grant.save() } },
    { mergeWithLastSubmission: true },
  )
}

/** RFC 6749 §4.1.2.1: the client hears `access_denied`. */
function cancel(provider: Provider, ctx: Context): Promise<void> {
  return provider.interactionFinished(ctx.req, ctx.res, {
    error: 'access_denied',
    error_description: 'The person cancelled the sign-in',
  })
}

/** Another person signs in at the same browser: the session stays, what belonged to the former one goes. */
async function forgetAccount(provider: Provider, interaction: Interaction): Promise<void> {
  const uid = interaction.session?.uid
  const session = uid ? await provider.Session.findByUid(uid) : undefined
  if (!session) return
  delete session.accountId
  delete session.authorizations
  await session.persist()
  delete interaction.session // it names the former person, and would be found to disagree
  await interaction.persist()
}

function show(ctx: Context, page: Html, status: number): void {
  ctx.set(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  )
  ctx.set('Cache-Control', 'no-store')
  ctx.status = status
  ctx.type = 'html'
  ctx.body = page.text
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk
    if (text.length > formBytesMax) throw new Error('The form is too large')
  }
  return new URLSearchParams(text)
}

const clientIdOf = (interaction: Interaction): string => String(interaction.params.client_id)

async function clientNameOf(provider: Provider, interaction: Interaction): Promise<string> {
  const client = await provider.Client.find(clientIdOf(interaction))
  return client?.clientName ?? clientIdOf(interaction)
}

const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')
