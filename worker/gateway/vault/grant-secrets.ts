// Tokens of a grant in their envelopes (S11): owner = Gateway; place = attachment, grant, version, purpose.
import { openSecret, sealSecret, type SecretBinding } from '../../crypto/envelope.ts'
import type { MasterKeys } from '../../crypto/master-keys.ts'

export type TokenPurpose = 'access' | 'refresh'

/** Where a token stands. An envelope opens in this very place only. */
export interface TokenPlace {
  attachmentId: string
  grantId: string
  version: number
}

export class GrantSecrets {
  readonly #gatewayId: string
  readonly #keys: () => MasterKeys

  constructor(gatewayId: string, keys: () => MasterKeys) {
    this.#gatewayId = gatewayId
    this.#keys = keys
  }

  seal(place: TokenPlace, purpose: TokenPurpose, token: string): Promise<string> {
    return sealSecret(this.#keys(), this.#binding(place, purpose), token)
  }

  /** Throws SealedSecretError. */
  open(place: TokenPlace, purpose: TokenPurpose, envelope: string): Promise<string> {
    return openSecret(this.#keys(), this.#binding(place, purpose), envelope)
  }

  /** Whether an envelope was sealed under a key that is on its way out. */
  isOldKey(envelope: string): boolean {
    return envelope.split('.')[1] !== this.#keys().currentId
  }

  #binding(place: TokenPlace, purpose: TokenPurpose): SecretBinding {
    return {
      owner: this.#gatewayId,
      place: [place.attachmentId, place.grantId, String(place.version), purpose],
    }
  }
}
