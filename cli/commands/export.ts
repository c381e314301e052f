// `limen export [file]`: the whole configuration, to keep and to apply elsewhere.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { loadDeployment } from '../configuration/deployment.ts'
import { toConfiguration } from '../configuration/export.ts'
import { writeConfiguration } from '../configuration/file.ts'
import { connect } from '../connect.ts'

export async function exportConfiguration(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { url: { type: 'string' } },
  })
  const text = writeConfiguration(toConfiguration(await loadDeployment(connect(values.url))))
  const [file] = positionals
  if (file === undefined) {
    process.stdout.write(text)
    return 0
  }
  writeFileSync(file, text)
  console.error(`Written to ${file}. Secrets stand in it as names of environment variables.`)
  return 0
}
