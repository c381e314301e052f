// What a person is called where one line must do. Pure.
import type { Grant } from '../../../../data/grants.ts'
import { visibleText } from '../../../../format/visible-text.ts'

export function userLabel({ displayName, email, subject }: Grant['identity']): string {
  return visibleText(displayName ?? email ?? subject)
}
