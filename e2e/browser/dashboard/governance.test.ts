// What an Owner decides by clicking, and what real clients and another member find of it. One deployment serves all of it,
// one after another.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { agentMapping } from './governance/agent-mapping.ts'
import { openDesk, type Desk } from './governance/desk.ts'
import { grants } from './governance/grants.ts'
import { groupRule } from './governance/group-rule.ts'
import { hostileNames } from './governance/hostile-names.ts'
import { libraryRequests } from './governance/library-requests.ts'
import { logFilters } from './governance/log-filters.ts'
import { permissions } from './governance/permissions.ts'
import { sessionEnd } from './governance/session-end.ts'
import { failedPath } from './world.ts'

let opened: Desk
const desk = () => opened

beforeAll(async () => {
  opened = await openDesk()
})
// What both pages looked like when a step failed.
beforeEach(({ onTestFailed, task }) => {
  onTestFailed(async () => {
    await opened.ada.screenshot({ path: failedPath(`${task.name} ada`), fullPage: true })
    await opened.grace.screenshot({ path: failedPath(`${task.name} grace`), fullPage: true })
  })
})
afterAll(() => opened?.dispose())

libraryRequests(desk)
grants(desk)
agentMapping(desk)
logFilters(desk)
groupRule(desk)
permissions(desk)
hostileNames(desk)
sessionEnd(desk)

it('nothing threw or broke the Content-Security-Policy meanwhile', () => {
  expect(desk().faults).toEqual([])
})
