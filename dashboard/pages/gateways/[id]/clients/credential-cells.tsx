// The cells that clients and embedding apps share: their name with the id to copy, and what can be done with them.
import { Show } from 'solid-js'
import { visibleText } from '../../../../format/visible-text.ts'
import { Button } from '../../../../ui/button.tsx'
import { CopyButton } from '../../../../ui/copy-button.tsx'
import type { CredentialHolder, CredentialWork } from './create-credential-work.ts'

export function CredentialName(props: { id: string; name: string }) {
  return (
    <div class="max-w-64">
      <div class="font-medium break-words">{visibleText(props.name)}</div>
      <div class="flex items-center gap-1">
        <code class="min-w-0 truncate font-mono text-xs text-ink-soft" title={visibleText(props.id)}>
          {visibleText(props.id)}
        </code>
        <CopyButton tone="quiet" text={props.id} label={`client id of ${props.name}`} />
      </div>
    </div>
  )
}

export function CredentialActions<Of extends CredentialHolder>(props: { of: Of; work: CredentialWork<Of> }) {
  return (
    <div class="flex flex-wrap justify-end gap-1">
      <Button tone="quiet" aria-label={`Edit ${props.of.name}`} onClick={() => props.work.edit(props.of)}>
        Edit
      </Button>
      <Show when={props.of.secretSet}>
        <Button
          tone="quiet"
          aria-label={`New secret for ${props.of.name}`}
          onClick={() => props.work.end({ what: 'secret', of: props.of })}
        >
          New secret
        </Button>
      </Show>
      <Button
        tone="quiet"
        aria-label={`Remove ${props.of.name}`}
        onClick={() => props.work.end({ what: 'all', of: props.of })}
      >
        Remove
      </Button>
    </div>
  )
}
