import { version } from '../../package.json'

/** How Limen names itself to runtimes (M6). */
export const USER_AGENT = `limen/${version}`
