// What the API said as one text, with each thing that stands in the way.
import { visibleText } from '../format/visible-text.ts'
import { ApiProblem } from './api.ts'

export function problemText(error: Error | null): string | undefined {
  if (!(error instanceof ApiProblem)) return error?.message
  const more = (error.problem.errors ?? []).map(({ message }) => visibleText(message))
  const unsaid = more.filter((message) => !error.message.includes(message))
  return unsaid.length === 0 ? error.message : `${error.message} (${unsaid.join('; ')})`
}
