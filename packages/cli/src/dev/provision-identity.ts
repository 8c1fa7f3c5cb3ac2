import type { LocalAws } from "@foyer/local";
import type { AwsFailure } from "../local-client.ts";
import type { Definition } from "./definition.ts";
import type { ProvisionedPool } from "./provision-pool.ts";
import type { NeededResources } from "./provision-resources.ts";
import { s3Put } from "./s3-call.ts";
import { renewUserRole, userTag } from "./user-role.ts";

/** The identity pool for the users of the pool, and the bucket for their files. */
export interface ProvisionedIdentity {
  identityPoolId: string;
  bucket: string;
}

const poolName = "foyer-dev";
const bucket = "foyer-user-files";

/** True if an onboarding cannot run without an identity pool. */
export function wantsIdentityPool({ resources, roles }: Definition): boolean {
  return developerProviderOf(resources) !== undefined || roles.includes("link-identity");
}

/**
 * Makes an identity pool that believes the user pool, a role for its users and a bucket, or finds those of before and gives them what the
 * onboarding needs now. The ledger is for no user to read.
 * @param tables made by name, in which users also write
 */
export async function provisionIdentity(
  local: LocalAws,
  pool: ProvisionedPool,
  tables: NeededResources["tables"] = [],
  definition?: Definition,
): Promise<ProvisionedIdentity> {
  const identityPoolId = await identityPoolFor(local, pool, definition && developerProviderOf(definition.resources));
  const [, ...records] = definition?.resources.tables ?? [];
  const namesOf = (some: NeededResources["tables"]) => some.map(({ tableName }) => tableName);
  const [authenticated] = await Promise.all([
    renewUserRole(local, identityPoolId, { bucket, readable: namesOf(records), writable: namesOf(tables) }),
    makeBucket(local),
    local.call("cognito-identity", "SetPrincipalTagAttributeMap", {
      IdentityPoolId: identityPoolId,
      IdentityProviderName: providerOf(local, pool),
      PrincipalTags: { [userTag]: "sub" },
    }),
  ]);
  await local.call("cognito-identity", "SetIdentityPoolRoles", { IdentityPoolId: identityPoolId, Roles: { authenticated } });
  Object.assign(local.config, { identityPoolId, bucket });
  return { identityPoolId, bucket };
}

async function identityPoolFor(local: LocalAws, pool: ProvisionedPool, developerProvider: string | undefined): Promise<string> {
  const settings = {
    IdentityPoolName: poolName,
    AllowUnauthenticatedIdentities: false,
    CognitoIdentityProviders: [{ ProviderName: providerOf(local, pool), ClientId: pool.clientId, ServerSideTokenCheck: true }],
    ...(developerProvider !== undefined && { DeveloperProviderName: developerProvider }),
  };
  const { IdentityPools } = (await local.call("cognito-identity", "ListIdentityPools", { MaxResults: 60 })) as {
    IdentityPools: { IdentityPoolId: string; IdentityPoolName: string }[];
  };
  const known = IdentityPools.find(({ IdentityPoolName }) => IdentityPoolName === poolName);
  const operation = known ? "UpdateIdentityPool" : "CreateIdentityPool";
  const input = { ...(known && { IdentityPoolId: known.IdentityPoolId }), ...settings };
  return ((await local.call("cognito-identity", operation, input)) as { IdentityPoolId: string }).IdentityPoolId;
}

/** Pages of this machine alone reach the local AWS, so the bucket lets every page read and write. */
async function makeBucket({ url }: LocalAws): Promise<void> {
  await s3Put(url, `/${bucket}`).catch((error: AwsFailure) => {
    if (error.code !== "BucketAlreadyOwnedByYou") throw error;
  });
  const methods = ["GET", "HEAD", "PUT", "POST", "DELETE"].map((method) => `<AllowedMethod>${method}</AllowedMethod>`).join("");
  const exposed = ["ETag", "x-amz-version-id"].map((name) => `<ExposeHeader>${name}</ExposeHeader>`).join("");
  const rule = `<CORSRule><AllowedOrigin>*</AllowedOrigin>${methods}<AllowedHeader>*</AllowedHeader>${exposed}</CORSRule>`;
  await s3Put(url, `/${bucket}?cors`, `<CORSConfiguration>${rule}</CORSConfiguration>`);
}

function providerOf({ region }: LocalAws, { userPoolId }: ProvisionedPool): string {
  return `cognito-idp.${region}.amazonaws.com/${userPoolId}`;
}

function developerProviderOf({ developerProviders = [] }: Definition["resources"]): string | undefined {
  return developerProviders[0];
}
