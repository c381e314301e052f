import type { AuditEvent } from '../../../schema/api/logs.ts'
import { visibleText } from '../../format/visible-text.ts'

const KINDS: Readonly<Record<AuditEvent['actorKind'], string>> = {
  bootstrap: 'Bootstrap secret',
  member: 'Member',
  api_key: 'API key',
  user: 'User',
  system: 'Limen itself',
}

/** Who did it, as they were called then. */
export function ActorName(props: { event: Pick<AuditEvent, 'actorKind' | 'actorId' | 'actorName'> }) {
  const name = () => {
    const said = props.event.actorName ?? props.event.actorId
    return said === null ? null : visibleText(said)
  }
  return (
    <>
      <span class="block max-w-56 truncate" title={name() ?? ''}>
        {name() ?? KINDS[props.event.actorKind]}
      </span>
      <span class="block text-xs text-ink-soft">{name() === null ? '' : KINDS[props.event.actorKind]}</span>
    </>
  )
}
