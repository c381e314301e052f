// An entry of the library as one caller sees it. Pure.
import type { CatalogueEntry, LibraryEntry } from '../../../schema/api/library.ts'
import type { Actor } from '../context.ts'
import { hasPermission } from '../require-permission.ts'
import type { Mark } from './load-marks.ts'

export function presentEntry(entry: CatalogueEntry, mark: Mark | undefined, actor: Actor): LibraryEntry {
  return {
    ...entry,
    installed: mark?.installed ?? [],
    requested: mark?.requested ?? false,
    requestedByMe: mark?.requestedByMe ?? false,
    action: actionOf(entry, actor),
  }
}

function actionOf(entry: CatalogueEntry, actor: Actor): LibraryEntry['action'] {
  if (hasPermission(actor, 'library.install')) return entry.authMode === 'none' ? 'install' : 'set_up'
  return hasPermission(actor, 'library.request') ? 'request' : 'none'
}
