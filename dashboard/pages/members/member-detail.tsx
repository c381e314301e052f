import { Show } from 'solid-js'
import type { Member } from '../../../schema/api/members.ts'
import { useHasLastOwner } from '../../data/members.ts'
import { readyData } from '../../data/ready-data.ts'
import { Ago, Moment } from '../../format/moment.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { mayGiveRole } from '../../session/may-give-role.ts'
import { useSession } from '../../session/session.tsx'
import { Facts } from '../../ui/facts.tsx'
import { EndMemberSessions } from './end-member-sessions.tsx'
import { RemoveMember } from './remove-member.tsx'
import { RoleForm } from './role-form.tsx'

export function MemberDetail(props: { member: Member; onGone: () => void }) {
  const { session } = useSession()
  const owners = useHasLastOwner()
  /** Undefined until it is known. */
  const isLastOwner = () => (props.member.role === 'owner' ? readyData(owners)?.isLast : false)
  /** Why nothing of this member can be changed here. */
  const reason = () => {
    if (!mayGiveRole(session(), props.member.role))
      return props.member.role === 'owner'
        ? 'Only an Owner may change or remove an Owner.'
        : 'This role has permissions that you do not have, so you cannot give or take it.'
    return undefined
  }
  return (
    <div class="space-y-6">
      <div class="-mx-5 -mt-5 border-b border-line">
        <Facts
          facts={[
            {
              name: 'Name',
              value: (
                <Show when={props.member.displayName} fallback={<span class="text-ink-soft">not known</span>}>
                  {(name) => <span class="break-words">{visibleText(name())}</span>}
                </Show>
              ),
            },
            { name: 'E-mail', value: <span class="break-all">{visibleText(props.member.email)}</span> },
            {
              name: 'Last sign-in',
              value: (
                <Show when={props.member.lastSignInAt} fallback="never">
                  {(at) => <Ago at={at()} />}
                </Show>
              ),
            },
            { name: 'Member since', value: <Moment at={props.member.createdAt} /> },
            {
              name: 'Identity',
              value: (
                <code class="font-mono text-[0.8125rem] break-all">
                  {visibleText(`${props.member.subject} at ${props.member.issuer}`)}
                </code>
              ),
            },
          ]}
        />
      </div>
      <Show
        when={reason()}
        fallback={
          <>
            <RoleForm member={props.member} isLastOwner={isLastOwner()} />
            <Show when={props.member.id !== session().id}>
              <EndMemberSessions member={props.member} />
            </Show>
            <RemoveMember
              member={props.member}
              isLastOwner={isLastOwner()}
              owners={owners}
              onGone={() => props.onGone()}
            />
          </>
        }
      >
        {(text) => <p class="text-ink-soft">{text()}</p>}
      </Show>
    </div>
  )
}
