// Limen's own origins, which are never a target (S10): the main host and every custom host, loopback spellings included.
import { isNotNull } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { attachments } from '../../schema/tables/index.ts'
import { settingsOf, type Env } from '../environment.ts'

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

export async function loadOwnOrigins(env: Env): Promise<string[]> {
  const { publicOrigin } = settingsOf(env)
  const main = new URL(publicOrigin)
  const rows = await drizzle(env.DB)
    .select({ host: attachments.customHost })
    .from(attachments)
    .where(isNotNull(attachments.customHost))
  const custom = rows.flatMap(({ host }) => (host === null ? [] : [`${main.protocol}//${host}`]))
  return [...spellingsOf(main), ...custom]
}

function spellingsOf(origin: URL): string[] {
  if (!LOOPBACK.includes(origin.hostname)) return [origin.origin]
  const port = origin.port === '' ? '' : `:${origin.port}`
  return LOOPBACK.map((name) => `${origin.protocol}//${name}${port}`)
}
