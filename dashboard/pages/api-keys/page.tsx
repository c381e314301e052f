// Keys with which programs use the admin API.
import { createSignal } from 'solid-js'
import { Permitted } from '../../session/permitted.tsx'
import { Button } from '../../ui/button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ApiKeyList } from './api-key-list.tsx'
import { CreateKeyDialog } from './create-key-dialog.tsx'

export default function ApiKeysPage() {
  const [isCreating, setCreating] = createSignal(false)
  return (
    <Permitted permission="members.manage" title="API keys">
      <PageHeader
        title="API keys"
        description={
          <>
            For programs that use the API at <code class="font-mono">/api/v1</code>. A key may never do more
            than whoever made it may do now.
          </>
        }
        actions={
          <Button tone="primary" onClick={() => setCreating(true)}>
            Create API key
          </Button>
        }
      />
      <ApiKeyList onCreate={() => setCreating(true)} />
      <CreateKeyDialog isOpen={isCreating()} onClose={() => setCreating(false)} />
    </Permitted>
  )
}
