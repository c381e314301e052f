// Where it counts: the server or Gateway that is counted itself, or the place of an agent or user, if any.
import { Show } from 'solid-js'
import { useGateways } from '../../data/gateways.ts'
import { readyData } from '../../data/ready-data.ts'
import { useServers } from '../../data/servers.ts'
import { useSession } from '../../session/session.tsx'
import { SelectField } from '../../ui/field.tsx'
import { fieldsOf, type ScopeDraft } from './scope-draft.ts'

const PLACES = [
  { value: 'everywhere', label: 'Everywhere' },
  { value: 'server', label: 'At one server' },
  { value: 'gateway', label: 'At every server of a Gateway' },
] as const

export function PlaceFields(props: {
  draft: ScopeDraft
  onChange: (change: Partial<ScopeDraft>) => void
  error: (field: string) => string | undefined
}) {
  const { may } = useSession()
  const servers = useServers(() => may('servers.read'))
  const gateways = useGateways(() => may('gateways.read'))
  const has = (path: string) => fieldsOf(props.draft).includes(path)
  const isPlaceItself = () => ['server', 'gateway', 'tool'].includes(props.draft.kind)
  return (
    <>
      <Show when={!isPlaceItself()}>
        <SelectField
          label="Where"
          value={props.draft.where}
          options={PLACES}
          onChange={(value) => {
            const place = PLACES.find((option) => option.value === value)
            if (place) props.onChange({ where: place.value })
          }}
        />
      </Show>
      <Show when={has('scope.serverId')}>
        <SelectField
          label="Server"
          value={props.draft.serverId}
          options={optionsOf('Choose a server', readyData(servers)?.servers)}
          onChange={(serverId) => props.onChange({ serverId })}
          error={props.error('scope.serverId')}
        />
      </Show>
      <Show when={has('scope.gatewayId')}>
        <SelectField
          label="Gateway"
          value={props.draft.gatewayId}
          options={optionsOf('Choose a Gateway', readyData(gateways)?.gateways)}
          onChange={(gatewayId) => props.onChange({ gatewayId })}
          error={props.error('scope.gatewayId')}
        />
      </Show>
    </>
  )
}

function optionsOf(empty: string, things: readonly { id: string; name: string }[] | undefined) {
  return [{ value: '', label: empty }, ...(things ?? []).map(({ id, name }) => ({ value: id, label: name }))]
}
