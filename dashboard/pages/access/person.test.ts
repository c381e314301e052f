import { expect, it } from 'vitest'
import { parseMembers, textOfMember } from './person.ts'

it('reads what people paste, and gives back what it cannot read', () => {
  const text =
    'Ann@Example.com, bob@example.com carol@example.com\n@Partners.example; https://as.example sub-1, nobody'
  const { members, rest } = parseMembers(text)
  expect(members).toEqual([
    { email: 'ann@example.com' },
    { email: 'bob@example.com' },
    { email: 'carol@example.com' },
    { domain: 'partners.example' },
    { issuer: 'https://as.example', subject: 'sub-1' },
  ])
  expect(rest).toEqual(['nobody'])
})

it('an issuer with a subject that looks like an e-mail is one person', () => {
  expect(parseMembers('https://as.example ann@example.com').members).toEqual([
    { issuer: 'https://as.example', subject: 'ann@example.com' },
  ])
})

it('a domain is never shown like a person', () => {
  expect(textOfMember({ domain: 'example.com' })).toBe('everybody @example.com')
})
