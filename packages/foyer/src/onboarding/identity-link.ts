import { arn } from "./arn.ts";
import { type IdentityRecordOptions, identityRecord, recordPermission } from "./identity-record.ts";
import type { DeclaredStep } from "./onboarding.ts";
import type { Permission } from "./permissions.ts";

/** What `linkIdentityHandler` does at a user's first authenticated call. */
export interface LinkIdentityOptions extends IdentityRecordOptions {
  /**
   * Also puts `private/<identityId>/info.txt` into the bucket that `FOYER_BUCKET` names, unless it is there: a prefix that can be listed from
   * the start, and says whose it is. Default false.
   */
  infoFile?: boolean;
}

/** Where `info.txt` of an identity is; `*` stands for any identity. */
export function infoKey(identityId: string): string {
  return `private/${identityId}/info.txt`;
}

/** Asking for the identity of a user whom the developer vouches for. */
export const claimPermission: Permission = {
  actions: ["cognito-identity:GetOpenIdTokenForDeveloperIdentity"],
  resources: [arn("cognito-identity", `identitypool/\${IdentityPoolId}`)],
};

/** The provider by which a step has claimed identities: a link goes by the same, as there is one identity for a user. */
export function developerProviderOf(steps: readonly DeclaredStep[]): string | undefined {
  return steps.flatMap(({ step }) => step.resources.developerProviders ?? [])[0];
}

/** What the function may do beside logging. GetId needs no permission: the token is its own. */
export function linkPermissions(options: LinkIdentityOptions, steps: readonly DeclaredStep[]): [sid: string, Permission][] {
  const info: Permission = {
    actions: ["s3:PutObject"],
    resources: [`arn:\${AWS::Partition}:s3:::\${Bucket}/${infoKey("*")}`],
  };
  return [
    ["Record", recordPermission(identityRecord("linkIdentity", options))],
    ...(options.infoFile ? [["InfoFile", info] satisfies [string, Permission]] : []),
    ...(developerProviderOf(steps) === undefined ? [] : [["Claim", claimPermission] satisfies [string, Permission]]),
  ];
}
