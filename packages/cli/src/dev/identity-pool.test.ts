import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { CognitoIdentityClient, GetCredentialsForIdentityCommand, GetIdCommand } from "@aws-sdk/client-cognito-identity";
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type Dev, startDev } from "./start-dev.ts";

const password = "Correct-horse-7";
const tables = [{ tableName: "notes", keyName: "userId", sortKeyName: "id" }];

describe("foyer dev --identity-pool", () => {
  let folder: string;
  let dev: Dev;
  const handler = () => ({ trigger: "PostConfirmation" as const, path: join(folder, "handler.mjs"), exportName: "handler" });
  const start = () =>
    startDev({ triggers: [handler()], identityPool: true, resources: { tables }, dataDir: join(folder, "data") });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "foyer-identity-"));
    writeFileSync(join(folder, "handler.mjs"), "export const handler = async (event) => event;");
    dev = await start();
  });
  after(async () => {
    await dev.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Signs a user in and lends clients the credentials of their identity. */
  async function signIn(name: string) {
    const { local, pool } = dev;
    const username = `${name}@example.com`;
    const added = await local.addUser({ userPoolId: pool.userPoolId, status: "CONFIRMED", username, password });
    const { AuthenticationResult } = (await local.call("cognito-idp", "InitiateAuth", {
      ClientId: pool.clientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: username, PASSWORD: password },
    })) as { AuthenticationResult: { IdToken: string } };
    const place = { endpoint: local.url, region: local.region, maxAttempts: 1 };
    const identity = new CognitoIdentityClient(place);
    const Logins = { [`cognito-idp.us-east-1.amazonaws.com/${pool.userPoolId}`]: AuthenticationResult.IdToken };
    const { IdentityId } = await identity.send(new GetIdCommand({ IdentityPoolId: String(local.config.identityPoolId), Logins }));
    const { Credentials } = await identity.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId as string,
      secretAccessKey: Credentials?.SecretKey as string,
      sessionToken: Credentials?.SessionToken as string,
    };
    const as = { ...place, credentials };
    return {
      sub: added.sub,
      IdentityId,
      Bucket: String(local.config.bucket),
      s3: new S3Client(as),
      dynamodb: new DynamoDBClient(as),
    };
  }

  test("gives a user files under the own prefixes, and nothing elsewhere in the bucket", async () => {
    const [ann, bob] = [await signIn("ann"), await signIn("bob")];
    const { Bucket, s3 } = ann;
    for (const prefix of [ann.sub, `private/${ann.IdentityId}`]) {
      await s3.send(new PutObjectCommand({ Bucket, Key: `${prefix}/a.txt`, Body: "mine" }));
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: `${prefix}/a.txt` }));
      assert.equal(await Body?.transformToString(), "mine");
      const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${prefix}/` }));
      assert.deepEqual(
        Contents?.map(({ Key }) => Key),
        [`${prefix}/a.txt`],
      );
    }
    await bob.s3.send(new PutObjectCommand({ Bucket, Key: `${bob.sub}/b.txt`, Body: "his" }));
    const denied = { name: "AccessDenied" };
    for (const Key of [`${bob.sub}/b.txt`, `private/${bob.IdentityId}/b.txt`, "b.txt", `${ann.sub}`, `/${ann.sub}/b.txt`]) {
      await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key })), denied, Key);
      await assert.rejects(s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" })), denied, Key);
      await assert.rejects(s3.send(new DeleteObjectCommand({ Bucket, Key })), denied, Key);
    }
    for (const Prefix of [undefined, "", bob.sub, `${bob.sub}/`, "private/", ann.sub]) {
      await assert.rejects(s3.send(new ListObjectsV2Command({ Bucket, Prefix })), denied, Prefix);
    }
  });

  test("gives a user the items with the own sub as their key", async () => {
    const [cat, dan] = [await signIn("cat"), await signIn("dan")];
    const note = (userId: string) => ({ TableName: "notes", Item: { userId: { S: userId }, id: { S: "1" } } });
    const query = (userId: string) =>
      new QueryCommand({
        TableName: "notes",
        KeyConditionExpression: "userId = :u",
        ExpressionAttributeValues: { ":u": { S: userId } },
      });
    await cat.dynamodb.send(new PutItemCommand(note(cat.sub)));
    assert.equal((await cat.dynamodb.send(query(cat.sub))).Count, 1);
    await dan.dynamodb.send(new PutItemCommand(note(dan.sub)));
    const denied = { name: "AccessDeniedException" };
    await assert.rejects(cat.dynamodb.send(new PutItemCommand(note(dan.sub))), denied);
    await assert.rejects(cat.dynamodb.send(query(dan.sub)), denied);
    const { Item } = note(dan.sub);
    await assert.rejects(cat.dynamodb.send(new GetItemCommand({ TableName: "notes", Key: Item })), denied);
    await assert.rejects(cat.dynamodb.send(new ScanCommand({ TableName: "notes" })), denied);
  });

  test("finds the pool, its identities and the bucket again over a restart", async () => {
    const { identity } = dev;
    const { IdentityId, sub, s3, Bucket } = await signIn("eve");
    await s3.send(new PutObjectCommand({ Bucket, Key: `${sub}/e.txt`, Body: "kept" }));
    await dev.stop();
    dev = await start();
    assert.deepEqual(dev.identity, identity);
    assert.deepEqual([dev.local.config.identityPoolId, dev.local.config.bucket], [identity?.identityPoolId, identity?.bucket]);
    const pools = (await dev.local.call("cognito-identity", "ListIdentityPools", { MaxResults: 60 })) as { IdentityPools: [] };
    assert.equal(pools.IdentityPools.length, 1);
    const all = { IdentityPoolId: identity?.identityPoolId, MaxResults: 60 };
    const { Identities } = (await dev.local.call("cognito-identity", "ListIdentities", all)) as {
      Identities: { IdentityId: string }[];
    };
    assert.ok(Identities.some((one) => one.IdentityId === IdentityId));
  });
});
