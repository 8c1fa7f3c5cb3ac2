import type { Clock } from "../clock.ts";
import type { Cognito } from "../cognito/cognito.ts";
import type { Call } from "../endpoint/service.ts";
import type { Iam } from "../iam/iam.ts";
import type { Store } from "../store/store.ts";
import { Identities } from "./identities/identities.ts";
import { ProviderKeys } from "./logins/provider-keys.ts";
import { IdentityPools } from "./pools/identity-pools.ts";
import { PrincipalTagMaps } from "./pools/principal-tag-maps.ts";
import { TokenKey } from "./tokens/token-key.ts";

interface Parts {
  store: Store;
  clock: Clock;
  region: string;
  accountId: string;
  /** Whose users sign in to identity pools. */
  cognito: Pick<Cognito, "userPools" | "users" | "refreshTokens" | "signingKeys">;
  /** Whose roles they assume. */
  iam: Iam;
}

/** The identity pools: what the operations work on. */
export interface CognitoIdentity extends Parts {
  pools: IdentityPools;
  identities: Identities;
  principalTagMaps: PrincipalTagMaps;
  /** What signs the tokens of identities. */
  tokenKey: TokenKey;
  /** The keys of providers elsewhere. */
  providerKeys: ProviderKeys;
}

/** One API call of the identity pools: the decoded request in, the answer out. */
export type IdentityOperation<Input, Output = void> = (
  identity: CognitoIdentity,
  request: Input,
  call: Call,
) => Output | Promise<Output>;

export function createCognitoIdentity(parts: Parts): CognitoIdentity {
  const { store, clock, region, accountId } = parts;
  const pools = new IdentityPools(store, clock, { region, accountId });
  return {
    ...parts,
    pools,
    identities: new Identities(store, clock, region),
    principalTagMaps: new PrincipalTagMaps(store),
    tokenKey: new TokenKey(store, region),
    providerKeys: new ProviderKeys(clock),
  };
}
