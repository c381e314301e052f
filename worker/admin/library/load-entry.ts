import type { CatalogueEntry } from '../../../schema/api/library.ts'
import { findEntry } from '../../library/search-catalogue.ts'
import { notFound } from '../admin-problem.ts'

/** Throws AdminProblem `not_found`. */
export function loadEntry(id: string): CatalogueEntry {
  const entry = findEntry(id)
  if (!entry) throw notFound('entry in the library')
  return entry
}
