// What is asked for to add a server, and what is sent of it.
import { createSignal } from 'solid-js'
import type { ProbeAnswer } from '../../../../schema/api/probe.ts'
import type { Server } from '../../../../schema/api/servers.ts'
import { useAttachmentWrites } from '../../../data/attachments.ts'
import { useServerWrites, type NewServer } from '../../../data/servers.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { createForm, type Form } from '../../../ui/create-form.ts'
import { slugOf } from './slug-of.ts'

export const HEADER_PRESETS = {
  default: 'x-gateway-worker-secret',
  emcy: 'x-emcy-worker-secret',
} as const

/** A Gateway that is still to be made, in the place of the id of one. */
export const NEW_GATEWAY = 'new'

export interface ServerValues {
  runtimeUrl: string
  workerSecret: string
  headerPreset: keyof typeof HEADER_PRESETS
  workerSecretHeader: string
  authMode: Server['authMode']
  name: string
  slug: string
  description: string
  /** Mode `oauth`: '' decides later. */
  gatewayId: string
  upstreamAuth: NonNullable<Server['upstreamAuth']>
  upstreamKey: string
  open: boolean
}

const NOTHING: ServerValues = {
  runtimeUrl: '',
  workerSecret: '',
  headerPreset: 'default',
  workerSecretHeader: HEADER_PRESETS.default,
  authMode: 'oauth',
  name: '',
  slug: '',
  description: '',
  gatewayId: '',
  upstreamAuth: { placement: 'bearer', name: null, prefix: '', keyOwner: 'shared' },
  upstreamKey: '',
  open: false,
}

export interface ServerForm extends Form<ServerValues> {
  /** Fills in what the look found, where nothing was typed yet. */
  suggest: (answer: ProbeAnswer, runtimeUrl: string) => void
  /** What the last look found, as long as it is about the runtime in the field. */
  found: () => ProbeAnswer | undefined
  setName: (name: string) => void
  setSlug: (slug: string) => void
}

/** What a look found, and where. */
export interface Looked {
  runtimeUrl: string
  answer: ProbeAnswer
}

interface Added {
  server: Server
  problem: string | undefined
}

export function createServerForm(
  onAdded: (server: Server, next: string, problem: string | undefined) => void,
): ServerForm {
  const servers = useServerWrites()
  const attachments = useAttachmentWrites()
  const [isSlugTyped, setSlugTyped] = createSignal(false)
  let chosenGateway = ''
  const [looked, setLooked] = createSignal<Looked>()
  const foundAt = (url: string) => lookedAt(looked(), url)

  const form = createForm<ServerValues, Added>({
    initial: { values: NOTHING },
    async save(values) {
      chosenGateway = values.authMode === 'oauth' ? values.gatewayId : ''
      const server = await servers.create(bodyOf(values, foundAt(values.runtimeUrl)))
      if (chosenGateway === '' || chosenGateway === NEW_GATEWAY) return { server, problem: undefined }
      const body = { gatewayId: chosenGateway, serverId: server.id, scopes: null, customHost: null }
      const problem = await attachments.attach(body).then(
        () => undefined,
        (error: unknown) =>
          `${server.name} was added, but the Gateway was not attached: ${error instanceof Error ? error.message : 'try again'}`,
      )
      return { server, problem }
    },
    onSaved: ({ server, problem }) =>
      onAdded(
        server,
        problem
          ? `/servers/${server.id}/gateway`
          : nextPage(server, chosenGateway, foundAt(form.values.runtimeUrl)),
        problem,
      ),
  })

  const setName = (name: string) => {
    form.set('name', name)
    if (!isSlugTyped()) form.set('slug', slugOf(name))
  }
  return {
    ...form,
    setName,
    setSlug(slug) {
      setSlugTyped(slug !== '')
      form.set('slug', slug)
    },
    found: () => foundAt(form.values.runtimeUrl),
    suggest(answer, runtimeUrl) {
      setLooked({ runtimeUrl, answer })
      // The answer came for a runtime that is not the one in the field any more.
      if (!foundAt(form.values.runtimeUrl)) return
      const [mode] = answer.authModes
      if (mode) form.set('authMode', mode)
      if (form.values.name === '')
        setName(
          visibleText(answer.runtime?.serverName?.trim() ?? '').slice(0, 120) ||
            hostOf(form.values.runtimeUrl),
        )
    },
  }
}

/** What was found at one runtime says nothing of another. */
export function lookedAt(looked: Looked | undefined, runtimeUrl: string): ProbeAnswer | undefined {
  return looked?.runtimeUrl.trim() === runtimeUrl.trim() ? looked.answer : undefined
}

/** A Gateway that is made now begins with what the runtime said of its authorization server. */
function nextPage(server: Server, chosenGateway: string, found: ProbeAnswer | undefined): string {
  if (chosenGateway !== NEW_GATEWAY) return `/servers/${server.id}`
  const oauth = found?.oauth
  const query = new URLSearchParams({
    serverId: server.id,
    ...(oauth?.authorizationServers[0]
      ? {
          name: server.name,
          authorizationServerUrl: oauth.authorizationServers[0],
          registration: oauth.registration === 'by_hand' ? 'preregistered' : 'auto',
          resource: oauth.resource ?? '',
          scopes: oauth.scopes.join(' '),
        }
      : {}),
  })
  return `/gateways/new?${query}`
}

/** Only what belongs to the chosen mode: the API refuses settings of another. `found`: what the look said, if there was one. */
export function bodyOf(values: ServerValues, found?: Pick<ProbeAnswer, 'outcome'>): NewServer {
  const { runtimeUrl, workerSecret, headerPreset, authMode, name, slug, description } = values
  const { upstreamAuth, upstreamKey, open } = values
  return {
    runtimeUrl: runtimeUrl.trim(),
    workerSecret: workerSecret === '' ? null : workerSecret,
    headerPreset,
    authMode,
    name,
    slug,
    description,
    // A runtime that asks for OAuth tokens by itself takes them where every client sends them.
    ...(authMode === 'oauth' && found?.outcome === 'oauth' ? { accessTokenHeader: 'authorization' } : {}),
    ...(authMode === 'api_key' ? { upstreamAuth: authOf(upstreamAuth) } : {}),
    ...(authMode === 'api_key' && upstreamAuth.keyOwner === 'shared' && upstreamKey !== ''
      ? { upstreamKey }
      : {}),
    ...(authMode === 'none' && open ? { open } : {}),
  }
}

/** A bearer key has no name of its own. */
function authOf(auth: ServerValues['upstreamAuth']): ServerValues['upstreamAuth'] {
  return { ...auth, name: auth.placement === 'bearer' ? null : auth.name }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : ''
}
