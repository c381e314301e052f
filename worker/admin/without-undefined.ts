/** Drops absent fields, so that a spread never writes `undefined` over a value. */
export function withoutUndefined<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Present<T>
}

export type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
