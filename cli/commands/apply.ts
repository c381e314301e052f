// `limen apply <file>`: plan first, then ask, then do it.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { loadDeployment } from '../configuration/deployment.ts'
import { describePlan } from '../configuration/describe-plan.ts'
import { parseConfiguration } from '../configuration/file.ts'
import { makePlan } from '../configuration/make-plan.ts'
import { runPlan } from '../configuration/run-plan.ts'
import { connect } from '../connect.ts'
import { isConfirmed } from '../is-confirmed.ts'
import { UsageError } from '../usage-error.ts'

export async function apply(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      yes: { type: 'boolean', short: 'y', default: false },
      plan: { type: 'boolean', default: false },
      prune: { type: 'boolean', default: false },
      secrets: { type: 'boolean', default: false },
    },
  })
  const wanted = parseConfiguration(readInput(positionals[0]))
  const api = connect(values.url)
  const deployment = await loadDeployment(api)
  const plan = makePlan(wanted, deployment, { prune: values.prune, secrets: values.secrets })
  console.log(describePlan(plan))
  if (plan.steps.length === 0) return 0
  if (values.plan) return 1
  const instead = '--yes carries the plan out, --plan only shows it.'
  if (!values.yes && !(await isConfirmed('Carry this out?', instead))) {
    console.log('Nothing was changed.')
    return 1
  }
  let done = 0
  try {
    await runPlan(api, plan, deployment, {
      environment: process.env,
      onDone({ action, kind, label }, answer) {
        done += 1
        console.log(`  ${action === 'remove' ? 'removed' : `${action}d`} ${kind.noun} ${label}`)
        if (action === 'create' && typeof answer?.['secret'] === 'string')
          console.log(secretLine(answer['secret']))
      },
    })
  } catch (error) {
    console.error(`${done} of ${plan.steps.length} steps were carried out. Apply the file again to go on.`)
    throw error
  }
  console.log('Done.')
  return 0
}

/** A secret that Limen made is shown this once, to a person: a pipeline would keep it in its log. */
function secretLine(secret: string): string {
  return process.stdout.isTTY === true
    ? `    its secret, shown this once: ${secret}`
    : '    it has a secret, which is not written into a log: rotate it in the dashboard to see one'
}

function readInput(file: string | undefined): string {
  if (file === undefined) throw new UsageError('which file? limen apply limen.yaml, or - for standard input')
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}
