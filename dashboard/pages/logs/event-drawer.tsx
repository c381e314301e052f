// The details of the event that the URL names. It is read by its id where the list does not hold it.
import { Show } from 'solid-js'
import { A } from '@solidjs/router'
import type { LogEvent } from '../../../schema/api/logs.ts'
import { useLogEvent, type LogFilter } from '../../data/logs.ts'
import { readyData } from '../../data/ready-data.ts'
import { useServers } from '../../data/servers.ts'
import { visibleText } from '../../format/visible-text.ts'
import { useSession } from '../../session/session.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { curlOfEvent } from './curl-of-event.ts'
import { EventFacts } from './event-facts.tsx'
import type { LogNames } from './log-names.ts'
import type { LogQueryState } from './log-query.ts'
import { RefusalNotice } from './refusal-notice.tsx'

export function EventDrawer(props: {
  query: LogQueryState
  names: LogNames
  events: readonly LogEvent[]
  fixed: readonly LogFilter[]
}) {
  const id = () => props.query.eventId()
  const place = () => props.events.findIndex((event) => event.id === id())
  const listed = () => props.events[place()]
  const found = useLogEvent(
    () => id() ?? '',
    () => id() !== undefined && listed() === undefined,
  )
  const title = () => {
    const event = listed() ?? readyData(found)
    return event ? visibleText(event.tool ?? event.method ?? 'Event') : 'Event'
  }
  const beside = (step: number, label: string) => (
    <Show when={place() >= 0 && props.events[place() + step]}>
      {(event) => (
        <A href={props.query.hrefWith({ event: event().id })} replace noScroll class={buttonClass('quiet')}>
          {label}
        </A>
      )}
    </Show>
  )
  const details = (event: () => LogEvent) => (
    <div class="space-y-5">
      <div class="flex flex-wrap gap-2">
        <EventActions event={event()} href={props.query.hrefWith({ event: event().id })} />
        <span class="ml-auto flex">
          {beside(-1, '← Newer')}
          {beside(1, 'Older →')}
        </span>
      </div>
      <RefusalNotice event={event()} />
      <EventFacts
        event={event()}
        names={props.names}
        hrefOf={(filter, value) =>
          props.fixed.includes(filter)
            ? undefined
            : props.query.hrefWith({ [filter]: value, event: undefined })
        }
      />
    </div>
  )
  return (
    <Dialog isOpen={id() !== undefined} onClose={props.query.closeEvent} title={title()} asDrawer>
      <Show when={listed()} fallback={<Loaded query={found}>{(event) => details(event)}</Loaded>}>
        {(event) => details(event)}
      </Show>
    </Dialog>
  )
}

function EventActions(props: { event: LogEvent; href: string }) {
  const { may } = useSession()
  const servers = useServers(() => may('servers.read'))
  const curl = () => {
    const server = readyData(servers)?.servers.find(({ id }) => id === props.event.serverId)
    return server && curlOfEvent(props.event, server.mcpUrl)
  }
  return (
    <>
      <Show when={curl()}>{(text) => <CopyButton text={text()} label="as curl" word="Copy as curl" />}</Show>
      <CopyButton text={new URL(props.href, window.location.origin).href} label="link" word="Copy link" />
      <CopyButton text={JSON.stringify(props.event, null, 2)} label="as JSON" word="Copy as JSON" />
    </>
  )
}
