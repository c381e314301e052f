// Every call and every authorization step: find out what went wrong.
import { Permitted } from '../../session/permitted.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { LogBrowser } from './log-browser.tsx'

export default function LogsPage() {
  return (
    <Permitted permission="logs.read" title="Logs">
      <PageHeader
        title="Logs"
        description="Every call and every step of a sign-in, newest first. The filters are in the address: share it to share what you see."
      />
      <LogBrowser />
    </Permitted>
  )
}
