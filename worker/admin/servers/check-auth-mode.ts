import type { ServerRow } from '../../../schema/tables/servers.ts'
import { invalidField } from '../admin-problem.ts'

/** Only what this deployment can serve may be saved. Throws AdminProblem `validation`. */
export function checkAuthMode(authMode: ServerRow['authMode']): 'oauth' {
  if (authMode !== 'oauth') {
    throw invalidField(
      'authMode',
      `"${authMode}" is not available in this version; use "oauth" with a Gateway`,
    )
  }
  return authMode
}
