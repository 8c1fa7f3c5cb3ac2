import { type LocalAws, startLocal } from "@foyer/local";

/** A local AWS with a user pool, its identity pool, the table of records, and a bucket. */
export interface TestIdentity {
  local: LocalAws;
  userPoolId: string;
  clientId: string;
  /** Of the user pool too; the identity pool does not know it. */
  otherClientId: string;
  identityPoolId: string;
  /** The ID token of a user of another pool. */
  strangersToken(): Promise<string>;
  /** A confirmed user, with a record unless it is said otherwise. */
  addUser(options?: { record?: boolean }): Promise<{ sub: string; username: string }>;
  /** The tokens of a new sign-in. */
  signIn(username: string, clientId?: string): Promise<{ IdToken: string; AccessToken: string }>;
  /** The record as DynamoDB has it. */
  record(username: string): Promise<Record<string, { S?: string }> | undefined>;
}

const password = "Correct-horse-7";
const developerProviderName = "users.acme.com";

// biome-ignore lint/suspicious/noExplicitAny: what an operation answers, whatever it is.
type Answer = any;

/** Starts it, and points the environment's settings to it. */
export async function startIdentity(): Promise<TestIdentity> {
  const local = await startLocal();
  const call = (service: string, operation: string, input: object): Promise<Answer> => local.call(service, operation, input);
  const { UserPool } = await call("cognito-idp", "CreateUserPool", { PoolName: "users" });
  const UserPoolId: string = UserPool.Id;
  const client = async (ClientName: string, UserPoolId: string = UserPool.Id): Promise<string> => {
    const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
    const made = await call("cognito-idp", "CreateUserPoolClient", { UserPoolId, ClientName, ExplicitAuthFlows });
    return made.UserPoolClient.ClientId;
  };
  const clientId = await client("page");
  const { IdentityPoolId } = await call("cognito-identity", "CreateIdentityPool", {
    IdentityPoolName: "users",
    AllowUnauthenticatedIdentities: false,
    DeveloperProviderName: developerProviderName,
    CognitoIdentityProviders: [{ ProviderName: `cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`, ClientId: clientId }],
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: local.url,
    AWS_REGION: local.region,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    FOYER_USER_POOL_ID: UserPoolId,
    FOYER_IDENTITY_POOL_ID: IdentityPoolId,
    FOYER_BUCKET: "files",
  });
  const { DynamoDB } = await import("@aws-sdk/client-dynamodb");
  const dynamodb = new DynamoDB();
  await dynamodb.createTable({
    TableName: "cognito_users",
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "username", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "username", KeyType: "HASH" }],
  });
  const { CreateBucketCommand, S3Client } = await import("@aws-sdk/client-s3");
  await new S3Client().send(new CreateBucketCommand({ Bucket: "files" }));
  let users = 0;
  const confirm = async (UserPoolId: string, Username: string): Promise<string> => {
    const { User } = await call("cognito-idp", "AdminCreateUser", { UserPoolId, Username, MessageAction: "SUPPRESS" });
    await call("cognito-idp", "AdminSetUserPassword", { UserPoolId, Username, Password: password, Permanent: true });
    return User.Attributes.find(({ Name }: { Name: string }) => Name === "sub").Value;
  };
  const signIn = async (username: string, ClientId = clientId) => {
    const AuthParameters = { USERNAME: username, PASSWORD: password };
    const auth = { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters };
    return (await call("cognito-idp", "InitiateAuth", auth)).AuthenticationResult;
  };
  return {
    local,
    userPoolId: UserPoolId,
    clientId,
    otherClientId: await client("other"),
    identityPoolId: IdentityPoolId,
    async addUser({ record = true } = {}) {
      const username = `user-${++users}`;
      const sub = await confirm(UserPoolId, username);
      const Item = { username: { S: username }, plan: { S: "free" } };
      if (record) await dynamodb.putItem({ TableName: "cognito_users", Item });
      return { username, sub };
    },
    signIn,
    async strangersToken() {
      const { UserPool } = await call("cognito-idp", "CreateUserPool", { PoolName: "strangers" });
      await confirm(UserPool.Id, "stranger");
      return (await signIn("stranger", await client("page", UserPool.Id))).IdToken;
    },
    async record(username) {
      return (await dynamodb.getItem({ TableName: "cognito_users", Key: { username: { S: username } } })).Item as never;
    },
  };
}
