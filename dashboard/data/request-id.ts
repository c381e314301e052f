/** The id of a request in what was pasted: the whole message of an error will do. Pure. */
export function findRequestId(text: string): string | undefined {
  return /\breq_[\w-]+/.exec(text)?.[0]
}
