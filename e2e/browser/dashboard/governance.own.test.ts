// What an Owner decides by clicking, and what real clients and another member find of it. One deployment serves all of it,
// one after another.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { agentMapping } from './governance/agent-mapping.ts'
import { cloudflareAccess } from './governance/cloudflare-access.ts'
import { openDesk, type Desk } from './governance/desk.ts'
import { doctor } from './governance/doctor.ts'
import { embeddingApp } from './governance/embedding-app.ts'
import { endEverything } from './governance/end-everything.ts'
import { grants } from './governance/grants.ts'
import { groupRule } from './governance/group-rule.ts'
import { hostileNames } from './governance/hostile-names.ts'
import { hostileTools } from './governance/hostile-tools.ts'
import { libraryImport } from './governance/library-import.ts'
import { libraryRequests } from './governance/library-requests.ts'
import { logFilters } from './governance/log-filters.ts'
import { memberRemoval } from './governance/member-removal.ts'
import { permissions } from './governance/permissions.ts'
import { serviceConnection } from './governance/service-connection.ts'
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
hostileTools(desk)
doctor(desk)
libraryImport(desk)
serviceConnection(desk)
embeddingApp(desk)
cloudflareAccess(desk)
sessionEnd(desk)
// What comes after these finds nobody signed in anywhere, and no Grace.
endEverything(desk)
memberRemoval(desk)

it('nothing threw or broke the Content-Security-Policy meanwhile', () => {
  expect(desk().faults).toEqual([])
})
