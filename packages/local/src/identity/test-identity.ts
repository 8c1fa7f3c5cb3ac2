import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  type CreateIdentityPoolInput,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
} from "@aws-sdk/client-cognito-identity";
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { configuration, policyOf } from "../iam/test-iam.ts";
import type { LocalOptions } from "../local-options.ts";
import { startLocal } from "../start-local.ts";

export const password = "Correct-horse-7";

/** A user pool with a client, as an identity pool names it. */
export interface TestUserPool {
  UserPoolId: string;
  ClientId: string;
  /** `cognito-idp.us-east-1.amazonaws.com/<pool>` */
  provider: string;
}

/** The local AWS with user pools, identity pools and roles, and the official clients that drive them. */
export async function startIdentity(options: LocalOptions = {}) {
  const failures: unknown[] = [];
  const local = await startLocal({ ...options, onError: (error) => failures.push(error) });
  const identity = new CognitoIdentityClient(configuration(local));
  const users = new CognitoIdentityProviderClient(configuration(local));
  const iam = new IAMClient(configuration(local));
  return {
    local,
    identity,
    users,
    iam,
    /** What failed inside, none of which a client may cause. */
    failures,

    async createUserPool(): Promise<TestUserPool> {
      const { UserPool } = await users.send(
        new CreateUserPoolCommand({ PoolName: "main", Schema: [{ Name: "team", AttributeDataType: "String" }] }),
      );
      const UserPoolId = UserPool?.Id as string;
      return {
        UserPoolId,
        ClientId: await this.createClient(UserPoolId),
        provider: `cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`,
      };
    },

    async createClient(UserPoolId: string): Promise<string> {
      const { UserPoolClient } = await users.send(
        new CreateUserPoolClientCommand({ UserPoolId, ClientName: "app", ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] }),
      );
      return UserPoolClient?.ClientId as string;
    },

    /** A user who has signed in. */
    async signIn({ UserPoolId, ClientId }: TestUserPool, Username: string, UserAttributes: AttributeType[] = []) {
      const create = new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" });
      await users.send(create).catch((error: Error) => {
        if (error.name !== "UsernameExistsException") throw error;
      });
      await users.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
      const AuthParameters = { USERNAME: Username, PASSWORD: password };
      const command = new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
      const { IdToken = "", AccessToken = "" } = (await users.send(command)).AuthenticationResult ?? {};
      return { IdToken, AccessToken };
    },

    /** An identity pool for the users of user pools. @returns its id */
    async createPool(userPools: TestUserPool[] = [], more: Partial<CreateIdentityPoolInput> = {}): Promise<string> {
      const command = new CreateIdentityPoolCommand({
        IdentityPoolName: "main",
        AllowUnauthenticatedIdentities: false,
        CognitoIdentityProviders: userPools.map(({ provider, ClientId }) => ({ ProviderName: provider, ClientId })),
        ...more,
      });
      return (await identity.send(command)).IdentityPoolId as string;
    },

    /** A role that users of an identity pool assume. @returns its ARN */
    async createRole(
      RoleName: string,
      pool: string,
      { amr = "authenticated", taggable = true, allows = [] as object[] } = {},
    ): Promise<string> {
      const AssumeRolePolicyDocument = policyOf({
        Action: ["sts:AssumeRoleWithWebIdentity", ...(taggable ? ["sts:TagSession"] : [])],
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Condition: {
          StringEquals: { "cognito-identity.amazonaws.com:aud": pool },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": amr },
        },
      });
      const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
      for (const [index, statement] of allows.entries()) {
        await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: `p${index}`, PolicyDocument: policyOf(statement) }));
      }
      return Role?.Arn as string;
    },

    async setRoles(IdentityPoolId: string, Roles: Record<string, string>) {
      await identity.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles }));
    },

    /** Makes session tags of claims. @param PrincipalTags tag to claim */
    async setTags(IdentityPoolId: string, { provider }: TestUserPool, PrincipalTags: Record<string, string>) {
      await identity.send(
        new SetPrincipalTagAttributeMapCommand({ IdentityPoolId, IdentityProviderName: provider, PrincipalTags }),
      );
    },

    async getId(IdentityPoolId: string, Logins: Record<string, string> = {}): Promise<string> {
      return (await identity.send(new GetIdCommand({ IdentityPoolId, Logins }))).IdentityId as string;
    },

    /** Temporary credentials in the form that STS answers with. */
    async credentials(IdentityId: string, Logins: Record<string, string> = {}, CustomRoleArn?: string) {
      const { IdentityId: id, Credentials } = await identity.send(
        new GetCredentialsForIdentityCommand({ IdentityId, Logins, CustomRoleArn }),
      );
      const { AccessKeyId = "", SecretKey = "", SessionToken = "", Expiration = new Date(0) } = Credentials ?? {};
      return { IdentityId: id, Credentials: { AccessKeyId, SecretAccessKey: SecretKey, SessionToken, Expiration } };
    },

    async stop() {
      identity.destroy();
      users.destroy();
      iam.destroy();
      await local.stop();
    },
  };
}
