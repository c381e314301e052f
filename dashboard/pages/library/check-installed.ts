// An install that still needs something is an error of the form, beside the field that answers it.
import type { LibrarySetup } from '../../../schema/api/library.ts'
import { ApiProblem } from '../../data/api.ts'
import type { InstallOutcome } from '../../data/library.ts'

const ASKS: Readonly<Record<LibrarySetup['needs'][number]['kind'], string>> = {
  gateway: 'Choose a Gateway, or make one for it.',
  gateways_attach: 'Attaching a Gateway needs the permission gateways.attach. Ask somebody who has it.',
  api_key: 'Enter the key, or let each user enter their own.',
  key_owner: 'Choose whose key it is.',
}

/** Throws ApiProblem. */
export function checkInstalled(outcome: InstallOutcome): InstallOutcome {
  if (outcome.state === 'installed') return outcome
  const errors = outcome.needs.map(({ kind, field }) => ({ path: field, message: ASKS[kind] }))
  throw new ApiProblem(422, { detail: errors.map(({ message }) => message).join(' '), errors })
}
