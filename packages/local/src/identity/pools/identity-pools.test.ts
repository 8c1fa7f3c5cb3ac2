import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  DeleteIdentityPoolCommand,
  DescribeIdentityCommand,
  DescribeIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
  ListIdentityPoolsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateIdentityPoolCommand,
} from "@aws-sdk/client-cognito-identity";
import { startIdentity, type TestUserPool } from "../test-identity.ts";

let aws: Awaited<ReturnType<typeof startIdentity>>;
let userPool: TestUserPool;
before(async () => {
  aws = await startIdentity();
  userPool = await aws.createUserPool();
});
after(async () => {
  await aws.stop();
  assert.deepEqual(aws.failures, []);
});

const describePool = async (IdentityPoolId: string) => {
  const { $metadata: _, ...pool } = await aws.identity.send(new DescribeIdentityPoolCommand({ IdentityPoolId }));
  return pool;
};

describe("an identity pool", () => {
  it("is described as it was made, and changed as a whole but for its developer provider", async () => {
    const IdentityPoolId = await aws.createPool([userPool], {
      AllowClassicFlow: true,
      DeveloperProviderName: "users.example.com",
      IdentityPoolTags: { stage: "test" },
    });
    assert.match(IdentityPoolId, /^us-east-1:[0-9a-f-]{36}$/);
    const { provider, ClientId } = userPool;
    assert.deepEqual(await describePool(IdentityPoolId), {
      IdentityPoolId,
      IdentityPoolName: "main",
      AllowUnauthenticatedIdentities: false,
      AllowClassicFlow: true,
      DeveloperProviderName: "users.example.com",
      CognitoIdentityProviders: [{ ProviderName: provider, ClientId, ServerSideTokenCheck: false }],
      IdentityPoolTags: { stage: "test" },
    });
    const change = { IdentityPoolId, IdentityPoolName: "other", AllowUnauthenticatedIdentities: true };
    await aws.identity.send(new UpdateIdentityPoolCommand(change));
    const kept = { DeveloperProviderName: "users.example.com", IdentityPoolTags: { stage: "test" } };
    assert.deepEqual(await describePool(IdentityPoolId), { ...change, ...kept });
    await assert.rejects(aws.identity.send(new UpdateIdentityPoolCommand({ ...change, DeveloperProviderName: "another" })), {
      name: "InvalidParameterException",
    });
  });

  it("is gone with its identities when it is deleted", async () => {
    const IdentityPoolId = await aws.createPool([], { AllowUnauthenticatedIdentities: true });
    const id = await aws.getId(IdentityPoolId);
    await aws.identity.send(new DeleteIdentityPoolCommand({ IdentityPoolId }));
    const missing = { name: "ResourceNotFoundException", message: `IdentityPool '${IdentityPoolId}' not found.` };
    await assert.rejects(describePool(IdentityPoolId), missing);
    await assert.rejects(aws.getId(IdentityPoolId), missing);
    await assert.rejects(aws.credentials(id), { message: `Identity '${id}' not found.` });
  });

  it("is listed by pages", async () => {
    const made = await Promise.all([1, 2, 3].map(() => aws.createPool()));
    const listed: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await aws.identity.send(new ListIdentityPoolsCommand({ MaxResults: 2, NextToken }));
      listed.push(...(page.IdentityPools ?? []).map(({ IdentityPoolId }) => IdentityPoolId));
      NextToken = page.NextToken;
    } while (NextToken);
    assert.equal(new Set(listed).size, listed.length);
    for (const id of made) assert.ok(listed.includes(id));
    await assert.rejects(aws.identity.send(new ListIdentityPoolsCommand({ MaxResults: 2, NextToken: "!" })), {
      message: "Invalid pagination token.",
    });
    await assert.rejects(aws.identity.send(new ListIdentityPoolsCommand({ MaxResults: 61 })), {
      message: /Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60/,
    });
  });

  it("has tags", async () => {
    const id = await aws.createPool();
    const ResourceArn = `arn:aws:cognito-identity:us-east-1:000000000000:identitypool/${id}`;
    await aws.identity.send(new TagResourceCommand({ ResourceArn, Tags: { a: "1", b: "2" } }));
    await aws.identity.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["a"] }));
    assert.deepEqual((await aws.identity.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags, { b: "2" });
    await assert.rejects(aws.identity.send(new TagResourceCommand({ ResourceArn, Tags: { "aws:a": "1" } })), {
      message: "Tag keys cannot begin with aws:",
    });
  });

  it("has the roles that were set last", async () => {
    const IdentityPoolId = await aws.createPool([userPool]);
    const [first, second] = ["arn:aws:iam::000000000000:role/first", "arn:aws:iam::000000000000:role/second"];
    await aws.setRoles(IdentityPoolId, { authenticated: first as string, unauthenticated: second as string });
    await aws.setRoles(IdentityPoolId, { authenticated: second as string });
    const { Roles, RoleMappings } = await aws.identity.send(new GetIdentityPoolRolesCommand({ IdentityPoolId }));
    assert.deepEqual([Roles, RoleMappings], [{ authenticated: second }, undefined]);
  });

  it("stays when everything else is forgotten, and its identities go with the users", async () => {
    const pool = await aws.createPool([userPool]);
    const Logins = { [userPool.provider]: (await aws.signIn(userPool, "ann")).IdToken };
    const id = await aws.getId(pool, Logins);
    await aws.local.reset();
    assert.equal((await describePool(pool)).IdentityPoolId, pool);
    await assert.rejects(aws.identity.send(new DescribeIdentityCommand({ IdentityId: id })), {
      message: `Identity '${id}' not found.`,
    });
  });
});
