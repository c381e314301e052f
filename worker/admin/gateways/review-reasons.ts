// Why a Gateway needs review, as shown to admins; each sentence says what ends it (product.md §2).
export const REVIEW = {
  clientSecretMissing:
    'The client secret was entered for another origin or removed. Enter the secret of this client at the token endpoint.',
  tokenEndpointMoved: 'The token endpoint moved to another origin. Confirm the new endpoints.',
  endpointsChanged:
    'The authorization server now names other endpoints than the pinned ones. Confirm them if this is expected.',
} as const
