import { CognitoIdentityClient, GetCredentialsForIdentityCommand, GetIdCommand } from "@aws-sdk/client-cognito-identity";
import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Dev } from "../../packages/cli/src/dev/start-dev.ts";

export const table = "notes";
const password = "Correct-horse-7";

/** A user with the credentials of the own identity. */
export interface User {
  name: string;
  sub: string;
  identityId: string;
  logins: Record<string, string>;
  tokens: { IdToken: string; AccessToken: string };
  /** What nobody else may see: it is in the user's files and items. */
  secret: string;
  /** Where the user's secrets are in the bucket. */
  keys: string[];
  s3: S3Client;
  dynamodb: DynamoDBClient;
  identity: CognitoIdentityClient;
  accessKeys: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
}

export interface Place {
  dev: Dev;
  bucket: string;
  identityPoolId: string;
  users: User[];
  /** A developer's clients, who may do everything. */
  s3: S3Client;
  dynamodb: DynamoDBClient;
}

/** Signs users in, and puts a secret of each under every prefix and into an item of theirs. */
export async function settle(dev: Dev, count: number): Promise<Place> {
  const { identityPoolId = "", bucket = "" } = dev.identity ?? {};
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const developer = { endpoint: dev.local.url, region: dev.local.region, maxAttempts: 1, credentials };
  const place = { dev, bucket, identityPoolId, s3: new S3Client(developer), dynamodb: new DynamoDBClient(developer) };
  const users: User[] = [];
  for (let index = 0; index < count; index++) {
    const user = await signIn(place, `user${index}`);
    for (const Key of user.keys) await place.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: user.secret }));
    const Item = { userId: { S: user.sub }, id: { S: "secret" }, text: { S: user.secret } };
    await place.dynamodb.send(new PutItemCommand({ TableName: table, Item }));
    users.push(user);
  }
  return { ...place, users };
}

async function signIn({ dev, identityPoolId }: Omit<Place, "users">, name: string): Promise<User> {
  const { local, pool } = dev;
  const username = `${name}@example.com`;
  const { sub } = await local.addUser({ userPoolId: pool.userPoolId, status: "CONFIRMED", username, password });
  const { AuthenticationResult: tokens } = (await local.call("cognito-idp", "InitiateAuth", {
    ClientId: pool.clientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: username, PASSWORD: password },
  })) as { AuthenticationResult: User["tokens"] };
  const logins = { [`cognito-idp.${local.region}.amazonaws.com/${pool.userPoolId}`]: tokens.IdToken };
  const at = { endpoint: local.url, region: local.region, maxAttempts: 1 };
  const guest = new CognitoIdentityClient(at);
  const { IdentityId = "" } = await guest.send(new GetIdCommand({ IdentityPoolId: identityPoolId, Logins: logins }));
  const { Credentials } = await guest.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins: logins }));
  guest.destroy();
  const { AccessKeyId = "", SecretKey = "", SessionToken = "" } = Credentials ?? {};
  const accessKeys = { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken };
  const as = { ...at, credentials: accessKeys };
  return {
    name,
    sub,
    identityId: IdentityId,
    logins,
    tokens,
    secret: `secret-of-${sub}`,
    keys: [`${sub}/secret.txt`, `${sub}/deep/er/secret.txt`, `private/${IdentityId}/secret.txt`],
    s3: new S3Client(as),
    dynamodb: new DynamoDBClient(as),
    identity: new CognitoIdentityClient(as),
    accessKeys,
  };
}

/** Everything that is in the bucket and the table but is not as its owner left it, in words; users may add what they call `scratch`. */
export async function damage({ bucket, s3, dynamodb, users }: Place): Promise<string[]> {
  const found: string[] = [];
  const owners = new Map(users.flatMap((user) => [[user.sub, user] as const, [user.identityId, user] as const]));
  const present = new Set<string>();
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken }));
    for (const { Key = "" } of page.Contents ?? []) {
      present.add(Key);
      const [first = "", second = ""] = Key.split("/");
      const owner = owners.get(first === "private" ? second : first);
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const text = (await Body?.transformToString()) ?? "";
      const isRight = owner?.keys.includes(Key) ? text === owner.secret : Key.includes("scratch") && text === `by ${owner?.name}`;
      if (!isRight) found.push(`${Key} holds '${text}'`);
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  for (const { keys } of users) for (const key of keys) if (!present.has(key)) found.push(`${key} is gone`);
  for (const { sub, secret } of users) {
    const Key = { userId: { S: sub }, id: { S: "secret" } };
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table, Key }));
    if (Item?.text?.S !== secret || Object.keys(Item).length !== 3) found.push(`the item of ${sub} is ${JSON.stringify(Item)}`);
  }
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: table }));
  for (const { userId, id, text } of Items) {
    const owner = owners.get(userId?.S ?? "");
    if (id?.S !== "secret" && text?.S !== `by ${owner?.name}`) found.push(`the item ${id?.S} of ${userId?.S} is '${text?.S}'`);
  }
  return found;
}
