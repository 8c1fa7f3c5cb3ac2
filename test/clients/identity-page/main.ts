/// <reference lib="dom" />
import { CognitoIdentityClient, GetCredentialsForIdentityCommand, GetIdCommand } from "@aws-sdk/client-cognito-identity";
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Amplify } from "aws-amplify";
import { fetchAuthSession, signIn, signOut } from "aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "aws-amplify/auth/cognito";
import { downloadData, list, uploadData } from "aws-amplify/storage";
import { storageToLocal } from "./storage-to-local.ts";

// What /_foyer/config.json of `foyer dev` says.
const config = Object.fromEntries(new URLSearchParams(location.search)) as Record<
  "endpoint" | "region" | "userPoolId" | "clientId" | "identityPoolId" | "bucket" | "linkIdentityUrl",
  string
>;
const { endpoint, region, userPoolId, identityPoolId, bucket, linkIdentityUrl } = config;

storageToLocal(new URL(endpoint).port);
Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId,
      userPoolClientId: config.clientId,
      userPoolEndpoint: endpoint,
      identityPoolId,
      identityPoolEndpoint: endpoint,
    },
  },
  Storage: { S3: { bucket, region } },
});

/** The ID token, without asking the identity pool for anything, as `fetchAuthSession` would. */
async function idToken(): Promise<string> {
  const tokens = await cognitoUserPoolsTokenProvider.getTokens();
  return tokens?.idToken?.toString() ?? "";
}

/** What the AWS SDK works with, as of whoever is signed in. */
async function clients() {
  const identity = new CognitoIdentityClient({ region, endpoint });
  const Logins = { [`cognito-idp.${region}.amazonaws.com/${userPoolId}`]: await idToken() };
  const { IdentityId } = await identity.send(new GetIdCommand({ IdentityPoolId: identityPoolId, Logins }));
  const { Credentials } = await identity.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  const as = { region, endpoint, credentials, maxAttempts: 1 };
  return { IdentityId, s3: new S3Client({ ...as, forcePathStyle: true }), dynamodb: new DynamoDBClient(as) };
}

const actions = {
  async signIn(username: string, password: string) {
    await signOut();
    const { isSignedIn } = await signIn({ username, password });
    return isSignedIn;
  },
  async link() {
    const answer = await fetch(linkIdentityUrl, { method: "POST", headers: { authorization: `Bearer ${await idToken()}` } });
    return { status: answer.status, ...((await answer.json()) as object) };
  },
  async session() {
    const { identityId, userSub, credentials } = await fetchAuthSession();
    return { identityId, sub: userSub, hasCredentials: credentials !== undefined };
  },
  amplifyUpload: async (path: string, data: string) => (await uploadData({ path, data }).result).path,
  amplifyDownload: async (path: string) => (await downloadData({ path }).result).body.text(),
  amplifyList: async (path: string) => (await list({ path, options: { listAll: true } })).items.map((item) => item.path),
  /** Larger than the 5 MB from which on Amplify uploads in parts. */
  async amplifyUploadLarge(path: string, megabytes: number) {
    await uploadData({ path, data: new Blob([new Uint8Array(megabytes * 1024 * 1024)]) }).result;
    return (await (await downloadData({ path }).result).body.blob()).size;
  },
  async sdkPut(Key: string, Body: string) {
    await (await clients()).s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  },
  async sdkGet(Key: string) {
    const { Body } = await (await clients()).s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    return Body?.transformToString();
  },
  async sdkList(Prefix: string) {
    const { Contents = [] } = await (await clients()).s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }));
    return Contents.map(({ Key }) => Key);
  },
  async sdkPutItem(userId: string, text: string) {
    const Item = { userId: { S: userId }, id: { S: "1" }, text: { S: text } };
    await (await clients()).dynamodb.send(new PutItemCommand({ TableName: "notes", Item }));
  },
  async sdkGetItem(userId: string) {
    const Key = { userId: { S: userId }, id: { S: "1" } };
    return (await (await clients()).dynamodb.send(new GetItemCommand({ TableName: "notes", Key }))).Item?.text?.S;
  },
  async sdkQuery(userId: string) {
    const query = { KeyConditionExpression: "userId = :u", ExpressionAttributeValues: { ":u": { S: userId } } };
    return (await (await clients()).dynamodb.send(new QueryCommand({ TableName: "notes", ...query }))).Count;
  },
};

/** What the test asks the page to do; a failure is its name. */
export type Actions = typeof actions;
declare global {
  interface Window {
    act(name: keyof Actions, args: unknown[]): Promise<{ value?: unknown; failure?: string }>;
  }
}
window.act = async (name, args) => {
  try {
    return { value: await (actions[name] as (...args: unknown[]) => Promise<unknown>)(...args) };
  } catch (error) {
    return { failure: (error as Error).name };
  }
};
document.body.dataset.ready = "yes";
