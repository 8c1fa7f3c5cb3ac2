import type { Claims } from "../../cognito/tokens/jwt.ts";
import type { LinkedLogin } from "../identities/identities.ts";

/** A login whose token has been verified. */
export interface VerifiedLogin extends LinkedLogin {
  claims: Claims;
  /** What a role mapping calls the provider: of a user pool it is with the client. */
  mappedAs: string;
  /** What of it is in the `amr` of the identity's own tokens, and so in the condition key of that name. */
  methods: string[];
}
