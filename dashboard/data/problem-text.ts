// What the API said as one text, with each thing that stands in the way.
import { ApiProblem } from './api.ts'

export function problemText(error: Error | null): string | undefined {
  if (!(error instanceof ApiProblem)) return error?.message
  const more = (error.problem.errors ?? []).map(({ message }) => message)
  const unsaid = more.filter((message) => !error.message.includes(message))
  return unsaid.length === 0 ? error.message : `${error.message} (${unsaid.join('; ')})`
}
