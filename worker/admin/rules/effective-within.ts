/** Every isolate reads the configuration of a server again at the latest after this (P8, `edge/load-snapshot.ts`). */
export const EFFECTIVE_WITHIN_SECONDS = 10
