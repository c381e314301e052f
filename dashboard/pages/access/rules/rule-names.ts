// What the ids in rules are called. An id whose name is not known stands for itself.
import { useGateways } from '../../../data/gateways.ts'
import { useGroups } from '../../../data/groups.ts'
import { readyData } from '../../../data/ready-data.ts'
import { useServers } from '../../../data/servers.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { useSession } from '../../../session/session.tsx'
import type { Option } from '../../../ui/field.tsx'

type Noun = 'server' | 'gateway' | 'group'

export interface RuleNames {
  options: (noun: Noun) => Option[]
  nameOf: (noun: Noun, id: string) => string
}

export function createRuleNames(): RuleNames {
  const { may } = useSession()
  const servers = useServers(() => may('servers.read'))
  const gateways = useGateways(() => may('gateways.read'))
  const groups = useGroups(() => may('grants.read'))
  const things = {
    server: () => readyData(servers)?.servers ?? [],
    gateway: () => readyData(gateways)?.gateways ?? [],
    group: () => readyData(groups) ?? [],
  }
  const options = (noun: Noun) =>
    things[noun]().map(({ id, name }) => ({ value: id, label: visibleText(name) }))
  return {
    options,
    nameOf: (noun, id) => options(noun).find(({ value }) => value === id)?.label ?? id,
  }
}
