// Keys with which programs use the admin API.
import { useSearchParams } from '@solidjs/router'
import { Permitted } from '../../session/permitted.tsx'
import { Button } from '../../ui/button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ApiKeyList } from './api-key-list.tsx'
import { CreateKeyDialog } from './create-key-dialog.tsx'

export default function ApiKeysPage() {
  const [query, setQuery] = useSearchParams<{ create?: string }>()
  const create = () => setQuery({ create: 'true' })
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
          <Button tone="primary" onClick={create}>
            Create API key
          </Button>
        }
      />
      <ApiKeyList onCreate={create} />
      <CreateKeyDialog isOpen={query.create !== undefined} onClose={() => setQuery({ create: undefined })} />
    </Permitted>
  )
}
