import type {
  GetOpenIdTokenForDeveloperIdentityInput,
  GetOpenIdTokenForDeveloperIdentityResponse,
} from "@aws-sdk/client-cognito-identity";
import { AwsError } from "../../endpoint/aws-error.ts";
import { checkTags, tagsOfLogins } from "../credentials/principal-tags.ts";
import { identityForbidden, invalidParameter } from "../errors.ts";
import type { Identity, LinkedLogin } from "../identities/identities.ts";
import { linkAll, linkedElsewhere, linkedTo } from "../identities/use-identity.ts";
import type { CognitoIdentity, IdentityOperation } from "../identity.ts";
import { verifyLogins } from "../logins/verify-logins.ts";
import { developerProvider } from "../pools/developer-provider.ts";
import type { IdentityPool } from "../pools/identity-pools.ts";
import { signOwnToken } from "../tokens/open-id-token.ts";

/** Vouches for a user whom the developer has signed in: makes the identity of the user, or gives it one more login. */
export const getOpenIdTokenForDeveloperIdentity: IdentityOperation<
  GetOpenIdTokenForDeveloperIdentityInput,
  GetOpenIdTokenForDeveloperIdentityResponse
> = async (cognito, { IdentityPoolId = "", IdentityId, Logins = {}, PrincipalTags = {}, TokenDuration = 900 }) => {
  const pool = cognito.pools.get(IdentityPoolId);
  const provider = developerProvider(pool);
  const { [provider]: subject, ...others } = Logins;
  if (subject === undefined) throw invalidParameter(`Logins must have the developer provider ${provider}.`);
  const verified = await verifyLogins(cognito, pool, others);
  const tags = { ...tagsOfLogins(cognito, pool, verified), ...PrincipalTags };
  checkTags(tags);
  const { id } = cognito.store.write(() => linked(cognito, pool, IdentityId, { provider, subject }, verified));
  const methods = ["authenticated", provider, `${provider}:${pool.id}:${subject}`];
  return { IdentityId: id, Token: await signOwnToken(cognito, { subject: id, audience: pool.id, methods, tags }, TokenDuration) };
};

function linked(
  cognito: CognitoIdentity,
  pool: IdentityPool,
  identityId: string | undefined,
  login: LinkedLogin,
  others: readonly LinkedLogin[],
): Identity {
  const { identities } = cognito;
  const owner = identities.findByLogin(pool.id, login);
  const asked = identityId === undefined ? undefined : identities.get(identityId);
  if (asked && (asked.poolId !== pool.id || asked.disabled)) throw identityForbidden(asked.id);
  if (owner && asked && owner.id !== asked.id) {
    throw new AwsError(
      "DeveloperUserAlreadyRegisteredException",
      `The developer user identifier is registered with the identity '${owner.id}' already.`,
    );
  }
  const [known, ...more] = linkedTo(cognito, pool, [login, ...others]);
  const identity = asked ?? known ?? identities.create(pool.id);
  if (more.length > 0 || (known && known.id !== identity.id)) throw linkedElsewhere();
  return linkAll(cognito, identity, [login, ...others]);
}
