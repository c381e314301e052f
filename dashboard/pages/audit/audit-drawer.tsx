// One change: who, what, when, before and after.
import { A } from '@solidjs/router'
import { Show, type JSX, type ParentProps } from 'solid-js'
import type { AuditEvent } from '../../../schema/api/logs.ts'
import { useAuditEvent } from '../../data/audit.ts'
import { readyData } from '../../data/ready-data.ts'
import { Moment } from '../../format/moment.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { ActorName } from './actor-name.tsx'
import { ChangeDiff } from './change-diff.tsx'
import { resourcePageOf, wordsOf } from './resource-page.ts'

export function AuditDrawer(props: {
  id: string | undefined
  events: readonly AuditEvent[]
  /** Where the changes of the same thing, or of the same actor, are. */
  hrefWith: (changes: Readonly<Record<string, string | undefined>>) => string
  onClose: () => void
}) {
  const listed = () => props.events.find(({ id }) => id === props.id)
  const found = useAuditEvent(
    () => props.id ?? '',
    () => props.id !== undefined && listed() === undefined,
  )
  const details = (event: () => AuditEvent) => (
    <div class="space-y-5">
      <div class="flex flex-wrap gap-2">
        <CopyButton
          text={new URL(props.hrefWith({ event: event().id }), window.location.origin).href}
          label="link"
          word="Copy link"
        />
        <CopyButton text={JSON.stringify(event(), null, 2)} label="as JSON" word="Copy as JSON" />
      </div>
      <section aria-label="Change">
        <h3 class="mb-1 text-sm font-semibold">What changed</h3>
        <ChangeDiff event={event()} />
      </section>
      <div class="rounded-md border border-line">
        <Facts
          facts={[
            { name: 'When', value: <Moment at={event().at} withSeconds /> },
            {
              name: 'Who',
              value: (
                <Line text={<ActorName event={event()} />}>
                  <Show when={event().actorId}>
                    {(id) => (
                      <A
                        href={props.hrefWith({ actorId: id(), event: undefined })}
                        class="text-sm text-accent hover:underline"
                      >
                        Only theirs
                      </A>
                    )}
                  </Show>
                </Line>
              ),
            },
            { name: 'Action', value: <code class="font-mono text-[0.8125rem]">{event().action}</code> },
            {
              name: 'About',
              value: (
                <Line text={<Resource event={event()} />}>
                  <A
                    href={props.hrefWith({
                      resourceKind: event().resourceKind,
                      resourceId: event().resourceId,
                      event: undefined,
                    })}
                    class="text-sm text-accent hover:underline"
                  >
                    Its history
                  </A>
                </Line>
              ),
            },
            { name: 'Id', value: <Id text={event().resourceId} label="id" /> },
            { name: 'Request id', value: <Id text={event().requestId} label="request id" /> },
            { name: 'Event id', value: <Id text={event().id} label="event id" /> },
          ]}
        />
      </div>
    </div>
  )
  return (
    <Dialog
      isOpen={props.id !== undefined}
      onClose={props.onClose}
      title={wordsOf((listed() ?? readyData(found))?.action ?? 'Change')}
      asDrawer
    >
      <Show when={listed()} fallback={<Loaded query={found}>{(event) => details(event)}</Loaded>}>
        {(event) => details(event)}
      </Show>
    </Dialog>
  )
}

function Resource(props: { event: AuditEvent }) {
  return (
    <Show
      when={resourcePageOf(props.event.resourceKind, props.event.resourceId)}
      fallback={wordsOf(props.event.resourceKind)}
    >
      {(href) => (
        <A href={href()} class="text-accent hover:underline">
          {wordsOf(props.event.resourceKind)}
        </A>
      )}
    </Show>
  )
}

function Line(props: ParentProps<{ text: JSX.Element }>) {
  return (
    <div class="flex items-start gap-3">
      <div class="min-w-0 flex-1 break-words">{props.text}</div>
      {props.children}
    </div>
  )
}

function Id(props: { text: string; label: string }) {
  return (
    <div class="flex items-center gap-2">
      <code class="min-w-0 flex-1 font-mono text-[0.8125rem] break-all">{visibleText(props.text)}</code>
      <CopyButton tone="quiet" text={props.text} label={props.label} />
    </div>
  )
}
