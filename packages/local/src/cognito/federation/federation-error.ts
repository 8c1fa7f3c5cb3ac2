/** Why a sign-in at an identity provider is not taken; the client is told so as `error_description`. */
export class FederationError extends Error {}
