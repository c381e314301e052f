// Mode `passthrough`: where clients sign in, and whether their tokens are verified here (M13).
import { Show } from 'solid-js'
import { missingPermission } from '../../../../session/missing-permission.ts'
import { useSession } from '../../../../session/session.tsx'
import type { Form } from '../../../../ui/create-form.ts'
import { Checkbox, TextField } from '../../../../ui/field.tsx'
import { ListField } from '../../../../ui/list-field.tsx'
import type { SettingsValues } from './settings-values.ts'

export function PassthroughFields(props: { form: Form<SettingsValues> }) {
  const { may } = useSession()
  /** Clients send their users, and then their tokens, to whatever is named here. */
  const mayName = () => may('gateways.attach')
  /** Whose tokens are believed decides whom access lists and rules take for proven. */
  const mayVerify = () => may('access.configure')
  const passthrough = () => props.form.values.passthrough
  const setVerified = (isVerified: boolean) =>
    props.form.set(
      'passthrough',
      'verification',
      isVerified
        ? { issuer: passthrough().authorizationServers[0] ?? '', jwksUri: '', audience: null }
        : null,
    )
  return (
    <>
      <ListField
        label="Authorization servers of the upstream"
        hint={
          mayName()
            ? 'Empty: taken from what the runtime says of itself.'
            : missingPermission('gateways.attach')
        }
        disabled={!mayName()}
        placeholder="https://login.example.com"
        values={passthrough().authorizationServers}
        onChange={(urls) => props.form.set('passthrough', 'authorizationServers', urls)}
        error={props.form.error('passthrough.authorizationServers')}
      />
      <ListField
        label="Scopes that clients ask for"
        values={passthrough().scopes}
        onChange={(scopes) => props.form.set('passthrough', 'scopes', scopes)}
        error={props.form.error('passthrough.scopes')}
      />
      <Checkbox
        label="Verify the tokens here"
        hint={
          mayVerify()
            ? 'Then users are proven. Without it, rules for users and groups are refused and names only mark the log.'
            : missingPermission('access.configure')
        }
        disabled={!mayVerify()}
        checked={passthrough().verification !== null}
        onChange={setVerified}
      />
      <Show when={passthrough().verification}>
        {(verification) => (
          <>
            <TextField
              label="Issuer of the tokens"
              disabled={!mayVerify()}
              value={verification().issuer}
              onInput={(issuer) =>
                props.form.set('passthrough', 'verification', { ...verification(), issuer })
              }
              error={props.form.error('passthrough.verification.issuer')}
            />
            <TextField
              label="URL of its public keys (JWKS)"
              type="url"
              disabled={!mayVerify()}
              value={verification().jwksUri}
              onInput={(jwksUri) =>
                props.form.set('passthrough', 'verification', { ...verification(), jwksUri })
              }
              error={props.form.error('passthrough.verification.jwksUri')}
            />
            <TextField
              label="Audience (optional)"
              disabled={!mayVerify()}
              value={verification().audience ?? ''}
              onInput={(text) =>
                props.form.set('passthrough', 'verification', {
                  ...verification(),
                  audience: text === '' ? null : text,
                })
              }
              error={props.form.error('passthrough.verification.audience')}
            />
          </>
        )}
      </Show>
    </>
  )
}
