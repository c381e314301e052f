// What a run of the soak may be told, from the environment.

export interface SoakSettings {
  seconds: number
  seed: number
  /** Without kills every call must be in the log. */
  hasKills: boolean
  users: number
}

const USERS = 24

/** Throws an Error that names the variable. */
export function parseSettings(env: NodeJS.ProcessEnv): SoakSettings {
  return {
    seconds: parseCount('SOAK_SECONDS', env['SOAK_SECONDS'], 600),
    seed: parseCount('SOAK_SEED', env['SOAK_SEED'], Date.now() % 1_000_000),
    hasKills: env['SOAK_KILLS'] !== '0',
    users: parseCount('SOAK_USERS', env['SOAK_USERS'], USERS),
  }
}

function parseCount(variable: string, text: string | undefined, usual: number): number {
  if (!text) return usual
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${variable} must be a whole number, not "${text}"`)
  return Number(text)
}
