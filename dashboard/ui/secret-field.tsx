// A secret that is entered, never shown from what is stored: hidden until one asks to see what one types.
import { createSignal, splitProps, type ComponentProps } from 'solid-js'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { TextField } from './field.tsx'

const GENERATED_BYTES = 32

export function SecretField(
  props: Omit<ComponentProps<typeof TextField>, 'type'> & {
    /** Offers a random one, for secrets that both sides are told. */
    canGenerate?: boolean
  },
) {
  const [own, field] = splitProps(props, ['canGenerate'])
  const [isShown, setShown] = createSignal(false)
  const generate = () => {
    setShown(true)
    field.onInput(randomText())
  }
  return (
    <div>
      <TextField
        {...field}
        type={isShown() ? 'text' : 'password'}
        autocomplete="new-password"
        class="font-mono"
      />
      <div class="mt-1 flex flex-wrap gap-1">
        <Button
          tone="quiet"
          aria-label={`${isShown() ? 'Hide' : 'Show'} ${field.label}`}
          onClick={() => setShown(!isShown())}
        >
          {isShown() ? 'Hide' : 'Show'}
        </Button>
        {own.canGenerate && field.value !== '' && (
          <CopyButton tone="quiet" text={field.value} label={field.label} />
        )}
        {own.canGenerate && (
          <Button tone="quiet" aria-label={`Generate ${field.label}`} onClick={generate}>
            Generate
          </Button>
        )}
      </div>
    </div>
  )
}

function randomText(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(GENERATED_BYTES))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
