import {
  CfnIdentityPool,
  CfnIdentityPoolPrincipalTag,
  CfnIdentityPoolRoleAttachment,
  type IUserPool,
  type IUserPoolClient,
} from "aws-cdk-lib/aws-cognito";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import { CfnRole } from "aws-cdk-lib/aws-iam";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { policy } from "../policies.ts";
import { ownThings, userTag } from "./own-things.ts";

/** From a signed-in user to temporary credentials, and to what they open. */
export interface IdentityProps {
  /** The app clients of the pool whose users get credentials. */
  readonly clients: readonly IUserPoolClient[];
  /** The users' files: each user has the objects below `<sub>/` and `private/<identityId>/`. Default none. */
  readonly bucket?: IBucket;
  /** Tables whose partition key is the user's `sub`: each user reads and writes the own items. Default none. */
  readonly tables?: readonly ITable[];
  /**
   * The pages that may call the function of `linkIdentity` at its URL: `["https://app.acme.com"]`. Default: it has no URL, and is invoked by an API
   * Gateway or AppSync of yours.
   */
  readonly linkFrom?: readonly string[];
}

/** The identity pool of a user pool, with the attribute map and the one role of its users. Guests have none. */
export class UserIdentities extends Construct {
  readonly pool: CfnIdentityPool;
  readonly role: CfnRole;

  constructor(
    scope: Construct,
    props: IdentityProps & {
      readonly userPool: IUserPool;
      /** The name by which the server itself vouches for users. */
      readonly developerProvider: string | undefined;
    },
  ) {
    super(scope, "Identities");
    const { userPool, clients, bucket, tables = [], developerProvider } = props;
    const providerName = userPool.userPoolProviderName;
    this.pool = new CfnIdentityPool(this, "Pool", {
      allowUnauthenticatedIdentities: false,
      allowClassicFlow: false,
      cognitoIdentityProviders: clients.map(({ userPoolClientId: clientId }) => ({
        clientId,
        providerName,
        serverSideTokenCheck: true,
      })),
      ...(developerProvider !== undefined && { developerProviderName: developerProvider }),
    });
    this.role = new CfnRole(this, "UserRole", { assumeRolePolicyDocument: trustIn(this.pool) });
    const statements = ownThings(bucket, tables);
    if (statements.length > 0) policy(this, "OwnThings", this.role.ref, statements);
    new CfnIdentityPoolPrincipalTag(this, "Tag", {
      identityPoolId: this.pool.ref,
      identityProviderName: providerName,
      useDefaults: false,
      principalTags: { [userTag]: "sub" },
    });
    new CfnIdentityPoolRoleAttachment(this, "Roles", {
      identityPoolId: this.pool.ref,
      roles: { authenticated: this.role.attrArn },
    });
  }
}

/** Signed-in users of this pool alone, who bring session tags. */
function trustIn(pool: CfnIdentityPool): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
        Condition: {
          StringEquals: { "cognito-identity.amazonaws.com:aud": pool.ref },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
        },
      },
    ],
  };
}
