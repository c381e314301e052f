// The secret of a confidential MCP client: given or generated, stored as the hash the OAuth library compares with.
import { randomToken } from '../../crypto/random-id.ts'
import { sha256 } from '../../crypto/digest.ts'

export interface IssuedSecret {
  plaintext: string
  hash: string
}

export async function issueClientSecret(given: string | undefined): Promise<IssuedSecret> {
  const plaintext = given ?? randomToken(32)
  const digest = await sha256(plaintext)
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return { plaintext, hash }
}
