/// <reference types="vite/types/importMeta.d.ts" />
// D1 splits the text of a migration at semicolons, and knows only the simplest triggers as one statement; a local
// database takes them in any form, so nothing but this test would tell before a deployment.
import { expect, it } from 'vitest'

const migrations = import.meta.glob<string>('./migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const lines = Object.values(migrations).flatMap((text) => text.split('\n'))
const triggers = lines.filter((line) => /\bTRIGGER\b/i.test(line))

it('each trigger of a migration stands on one line, with one BEGIN and one END in capitals', () => {
  expect(triggers.length).toBeGreaterThan(30)
  for (const line of triggers) {
    expect(line).toMatch(/^CREATE TRIGGER IF NOT EXISTS .* BEGIN [^;]+; END;$/)
    expect(line.match(/\b(?:BEGIN|END|CASE)\b/gi), line).toEqual(['BEGIN', 'END'])
  }
})

it('and migrations have no carriage returns', () => {
  for (const [path, text] of Object.entries(migrations)) expect(text, path).not.toContain('\r')
})
