// Which of the first steps are done, and which one is next. Pure.
import type { Permission } from '../../../schema/api/permissions.ts'
import type { Server } from '../../../schema/api/servers.ts'

export interface Step {
  title: string
  text: string
  action: string
  href: string
  permission?: Permission
  isDone: boolean
  /** The first that is not done. */
  isNext: boolean
}

type Known = Pick<Server, 'id' | 'status' | 'authMode'>

/** Whether some server is beyond its set-up. */
export function isServingAnybody(servers: readonly Known[]): boolean {
  return servers.some(({ status }) => status !== 'awaiting_connection' && status !== 'needs_gateway')
}

export function firstSteps(servers: readonly Known[], gatewayCount: number): Step[] {
  const [first] = servers
  const lacking = servers.find(({ status }) => status === 'needs_gateway')
  const steps: Omit<Step, 'isNext'>[] = [
    {
      title: 'Create a Gateway',
      text: 'Where your users sign in. Skip it if your runtime wants an API key or nothing at all.',
      action: 'Create Gateway',
      href: '/gateways/new',
      permission: 'gateways.write',
      isDone: gatewayCount > 0,
    },
    {
      title: 'Add a server',
      text: 'Limen looks at your runtime, asks only for what it needs, and gives it a public URL.',
      action: 'Add server',
      href: '/servers/new',
      permission: 'servers.create',
      isDone: servers.length > 0,
    },
    ...(lacking && gatewayCount > 0
      ? [
          {
            title: 'Attach the Gateway',
            text: 'So that its users can sign in.',
            action: 'Attach Gateway',
            href: `/servers/${lacking.id}/gateway`,
            permission: 'gateways.attach' as const,
            isDone: false,
          },
        ]
      : []),
    {
      title: 'Connect a client',
      text: 'Claude, ChatGPT, VS Code, Cursor or your own: copy the set-up and make the first call.',
      action: 'Connect a client',
      href: first ? `/servers/${first.id}` : '/servers',
      isDone: false,
    },
    {
      title: 'Invite people',
      text: 'Others see and change what their role allows.',
      action: 'Invite people',
      href: '/members',
      permission: 'members.manage',
      isDone: false,
    },
  ]
  const next = steps.findIndex(({ isDone }) => !isDone)
  return steps.map((step, index) => ({ ...step, isNext: index === next }))
}
