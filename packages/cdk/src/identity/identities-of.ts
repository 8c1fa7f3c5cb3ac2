import type { IUserPool } from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";
import { isOfStack } from "../attachment/attach-to-pool.ts";
import { EntryError } from "../bundle.ts";
import type { Definition } from "../definition.ts";
import { type IdentityProps, UserIdentities } from "./user-identities.ts";

const variable = "FOYER_IDENTITY_POOL_ID";

/** What an onboarding needs for its users' identities: made here, or named in the environment. */
export interface NeededIdentities {
  readonly file: string;
  readonly definition: Definition;
  readonly userPool: IUserPool;
  readonly identity?: IdentityProps;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Makes the identity pool, if there is to be one, and says which one the functions work with.
 * @throws {EntryError} where the file asks for an identity pool or a bucket that nobody names
 */
export function identitiesOf(
  scope: Construct,
  { file, definition, userPool, identity, environment = {} }: NeededIdentities,
): { identities: UserIdentities | undefined; environment: Readonly<Record<string, string>> } {
  const { resources, policies } = definition;
  const [developerProvider] = resources.developerProviders;
  const claims = developerProvider !== undefined;
  const links = policies["link-identity"];
  if (!identity) {
    if (links && environment[variable] === undefined)
      throw new EntryError(
        `Cannot deploy ${file} as linkIdentity needs 'identity', or ${variable} in 'environment': neither is there`,
      );
    checkBucket(file, links, environment.FOYER_BUCKET);
    return { identities: undefined, environment };
  }
  checkBucket(file, links, identity.bucket);
  // The pool calls the functions, which would name the identity pool, which names the app clients, which name the pool.
  if (claims && isOfStack(userPool, scope))
    throw new EntryError(
      `Cannot deploy ${file} as claimIdentity needs an identity pool of another stack than the user pool's: leave 'identity' out and name it as ${variable} in 'environment'`,
    );
  const identities = new UserIdentities(scope, { ...identity, userPool, developerProvider });
  return { identities, environment: claims ? { [variable]: identities.pool.ref, ...environment } : environment };
}

function checkBucket(file: string, links: readonly object[] | undefined, bucket: unknown): void {
  if (bucket === undefined && JSON.stringify(links ?? []).includes(`\${Bucket}`))
    throw new EntryError(`Cannot deploy ${file} as the file of linkIdentity needs a bucket: 'identity' must have one`);
}
