import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { env, OAuthWorld } from '../../testing/oauth-world.ts'
import {
  ConfigurationSource,
  ConfigurationUnavailableError,
  NoSuchGatewayError,
} from './load-configuration.ts'

type Database = 'answers' | 'fails' | 'hangs'

/** A source inside a real object over the real D1, which the test can take away. */
async function withSource(
  test: (bench: {
    world: OAuthWorld
    source: ConfigurationSource
    database: { state: Database; reads: number }
    rename: (name: string) => Promise<unknown>
  }) => Promise<void>,
  gatewayId?: string,
): Promise<void> {
  const world = await OAuthWorld.create()
  await runInDurableObject(world.object(), async (_instance, { storage }) => {
    storage.sql.exec("DELETE FROM object_facts WHERE name = 'configuration'")
    const database = { state: 'answers' as Database, reads: 0 }
    const source = new ConfigurationSource({
      database: new Proxy(env.DB, {
        get(target, name) {
          if (name !== 'batch') return Reflect.get(target, name).bind(target)
          return (statements: D1PreparedStatement[]) => {
            database.reads += 1
            if (database.state === 'fails') return Promise.reject(new Error('D1_ERROR'))
            if (database.state === 'hangs') return new Promise(() => {})
            return target.batch(statements)
          }
        },
      }),
      storage,
      gatewayId: () => gatewayId ?? world.gatewayId,
      restoreBefore: () => undefined,
      isRestoreNoted: async () => false,
      onChange: async () => undefined,
    })
    const rename = (name: string) =>
      env.DB.prepare('UPDATE gateways SET name = ?, version = version + 1 WHERE id = ?')
        .bind(name, world.gatewayId)
        .run()
    await test({ world, source, database, rename })
  })
}

/** Runs with the clock put forward, so that the copy counts as old. */
async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const { now } = Date
  Date.now = () => now() + ms
  try {
    return await work()
  } finally {
    Date.now = now
  }
}

describe('the configuration of an object', () => {
  it.each(['fails', 'hangs'] as const)(
    'a D1 that %s is told to whoever demands a new read',
    (state) =>
      withSource(async ({ source, database }) => {
        await source.load()
        database.state = state
        await expect(source.reload()).rejects.toThrow(ConfigurationUnavailableError)
      }),
    10_000,
  )

  it.each(['fails', 'hangs'] as const)(
    'while D1 %s the copy serves within 1.5 s, D1 is left alone, and afterwards the new one is in force',
    (state) =>
      withSource(async ({ source, database, rename }) => {
        await source.load()
        database.state = state
        await later(20_000, async () => {
          const started = performance.now()
          const all = await Promise.all([source.load(), source.load(), source.load()])
          expect(performance.now() - started).toBeLessThan(1_500)
          expect(all.map(({ gateway }) => gateway.name)).toEqual(
            Array.from({ length: 3 }, () => 'Test Gateway'),
          )
          await source.load()
          expect(database.reads).toBe(2)
        })
        await rename('Renamed')
        database.state = 'answers'
        await later(25_000, async () => expect((await source.load()).gateway.name).toBe('Renamed'))
      }),
  )

  it('D1 saying that there is no such Gateway is no outage', () =>
    withSource(async ({ source, database }) => {
      await expect(source.load()).rejects.toThrow(NoSuchGatewayError)
      database.state = 'fails'
      await expect(source.load()).rejects.not.toThrow(NoSuchGatewayError)
    }, 'gw_gone'))
})
