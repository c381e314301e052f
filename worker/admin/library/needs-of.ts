// What an install still needs before a server can be made of an entry. Pure.
import type { CatalogueEntry, LibraryInstall, LibrarySetup } from '../../../schema/api/library.ts'
import type { FieldError } from '../../../schema/api/problem.ts'
import { invalidFields } from '../admin-problem.ts'

type Need = LibrarySetup['needs'][number]

/** Throws AdminProblem `validation` for fields that the auth mode of the entry has no use for. */
export function needsOf(entry: CatalogueEntry, input: LibraryInstall): Need[] {
  checkFields(entry, input)
  if (entry.authMode === 'oauth') return input.gatewayId === undefined ? [gatewayNeed(entry)] : []
  if (entry.authMode === 'none') return []
  if (input.keyOwner === undefined) return [KEY_OWNER, ...(input.apiKey === undefined ? [KEY] : [])]
  return input.keyOwner === 'shared' && input.apiKey === undefined ? [KEY] : []
}

const KEY_OWNER: Need = {
  kind: 'key_owner',
  field: 'keyOwner',
  message: 'Choose "shared" for one key of the organization, or "per_user" for a key of each user.',
}
const KEY: Need = {
  kind: 'api_key',
  field: 'apiKey',
  message: 'Enter the key of the organization; with "per_user" each user enters their own instead.',
}

function gatewayNeed(entry: CatalogueEntry): Need {
  const how =
    entry.clientRegistration === 'by_hand'
      ? 'The publisher wants a client that is registered by hand.'
      : 'Limen can register itself at the publisher.'
  return {
    kind: 'gateway',
    field: 'gatewayId',
    message: `Make a Gateway from \`gatewayDraft\`, or choose one of \`gateways\`, and send its id. ${how}`,
  }
}

function checkFields(entry: CatalogueEntry, input: LibraryInstall): void {
  const errors: FieldError[] = []
  const refuse = (path: 'gatewayId' | 'scopes' | 'keyOwner' | 'apiKey', only: string) => {
    if (input[path] !== undefined && input[path] !== null)
      errors.push({ path, message: `is for servers with "${only}"; ${entry.name} has "${entry.authMode}"` })
  }
  if (entry.authMode !== 'oauth') {
    refuse('gatewayId', 'oauth')
    refuse('scopes', 'oauth')
  }
  if (entry.authMode !== 'api_key') {
    refuse('keyOwner', 'api_key')
    refuse('apiKey', 'api_key')
  }
  if (input.keyOwner === 'per_user' && input.apiKey !== undefined)
    errors.push({
      path: 'apiKey',
      message: 'is for "shared"; with "per_user" each user enters their own key',
    })
  if (input.scopes && input.gatewayId === undefined && entry.authMode === 'oauth')
    errors.push({ path: 'scopes', message: 'are those of a Gateway: send gatewayId too' })
  if (errors.length > 0) throw invalidFields(errors)
}
