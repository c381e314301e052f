// How people stand in lists of users and groups: by e-mail, by issuer and subject, or as everybody of a domain. Pure.
import type { GroupMember } from '../../data/groups.ts'

export type Person = Exclude<GroupMember, { domain: string }>

export function isPerson(member: GroupMember): member is Person {
  return !('domain' in member)
}

export function textOfMember(member: GroupMember): string {
  if ('email' in member) return member.email
  if ('domain' in member) return `everybody @${member.domain}`
  return `${member.subject} (${member.issuer})`
}

/** `ann@example.com`, `@example.com`, or an issuer and a subject with a space between. Undefined: none of them. */
export function parseMember(text: string): GroupMember | undefined {
  const [first, second, ...others] = text.trim().split(/\s+/)
  if (first === undefined || first === '' || others.length > 0) return undefined
  if (second !== undefined) return URL.canParse(first) ? { issuer: first, subject: second } : undefined
  if (first.startsWith('@')) return first.length > 1 ? { domain: first.slice(1).toLowerCase() } : undefined
  return /^[^\s@]+@[^\s@]+$/.test(first) ? { email: first.toLowerCase() } : undefined
}

/** Each line, or each part between commas, is one; what cannot be read comes back as it was written. */
export function parseMembers(text: string): { members: GroupMember[]; rest: string[] } {
  const members: GroupMember[] = []
  const rest: string[] = []
  for (const part of text.split(/[\n,;]+/).map((one) => one.trim())) {
    if (part === '') continue
    const words = part.split(/\s+/)
    // A pasted list of e-mails may have spaces between them.
    const parts =
      words.length > 1 && words.every((word) => word.includes('@') && !word.includes('/')) ? words : [part]
    for (const one of parts) {
      const member = parseMember(one)
      if (member) members.push(member)
      else rest.push(one)
    }
  }
  return { members, rest }
}

export function isSameMember(one: GroupMember, other: GroupMember): boolean {
  return textOfMember(one) === textOfMember(other)
}

/** For the list of what somebody else changed. */
export function textOfMembers(members: readonly GroupMember[]): string {
  return members.map(textOfMember).join(', ') || '(none)'
}
