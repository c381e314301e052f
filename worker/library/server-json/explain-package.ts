// Why a package is nothing that a remote gateway can install, and what can be done instead. Pure.
import type { ServerJsonImported } from '../../../schema/api/server-json.ts'
import type { Package } from './document.ts'

export function explainPackage(item: Package, index: number): ServerJsonImported['unusable'][number] {
  const what = `${item.registryType} package ${item.identifier}${item.version ? ` ${item.version}` : ''}`
  const type = item.transport?.type ?? 'stdio'
  const reason =
    type === 'stdio'
      ? 'It talks over standard input and output of a process on the same machine (stdio), and a remote gateway starts no processes. Run it behind an HTTP bridge of your own and add the URL of that.'
      : `It serves ${type} where somebody starts it. Start it on a host that this deployment reaches, and add its URL.`
  return { path: `packages.${index}`, what, reason }
}
