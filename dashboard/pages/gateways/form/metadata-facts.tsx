// What an authorization server says about itself, in short.
import type { JSX } from 'solid-js'
import { visibleText } from '../../../format/visible-text.ts'
import { Facts } from '../../../ui/facts.tsx'

type Metadata = Readonly<Record<string, unknown>>

export function MetadataFacts(props: { metadata: Metadata; url: string | null }) {
  const text = (field: string) => {
    const value = props.metadata[field]
    return typeof value === 'string' ? <Mono>{visibleText(value)}</Mono> : <Missing />
  }
  const list = (field: string) => visibleText(listOf(props.metadata, field).join(', ')) || <Missing />
  return (
    <Facts
      facts={[
        { name: 'Issuer', value: text('issuer') },
        { name: 'Found at', value: props.url === null ? <Missing /> : <Mono>{visibleText(props.url)}</Mono> },
        { name: 'Authorization', value: text('authorization_endpoint') },
        { name: 'Token', value: text('token_endpoint') },
        { name: 'Keys', value: text('jwks_uri') },
        { name: 'User info', value: text('userinfo_endpoint') },
        { name: 'Introspection', value: text('introspection_endpoint') },
        { name: 'Revocation', value: text('revocation_endpoint') },
        { name: 'Registers clients', value: registrationOf(props.metadata) },
        { name: 'PKCE methods', value: list('code_challenge_methods_supported') },
        { name: 'Client authentication', value: list('token_endpoint_auth_methods_supported') },
        { name: 'Scopes', value: list('scopes_supported') },
      ]}
    />
  )
}

/** The strings of a list in a metadata document that nobody has checked. */
export function listOf(metadata: Metadata | null | undefined, field: string): string[] {
  const value = metadata?.[field]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function registrationOf(metadata: Metadata): string {
  const ways = [
    metadata['client_id_metadata_document_supported'] === true ? 'by client metadata document' : '',
    typeof metadata['registration_endpoint'] === 'string' ? 'dynamically' : '',
  ].filter(Boolean)
  return ways.length > 0 ? `Yes, ${ways.join(' and ')}` : 'No: register Limen there by hand'
}

function Mono(props: { children: JSX.Element }) {
  return <span class="font-mono text-[0.8125rem] break-all">{props.children}</span>
}

function Missing() {
  return <span class="text-ink-soft">Not said</span>
}
