import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const CustomDomainConfig = { CertificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/1" };
const unknown = { name: "InvalidParameterException", message: "No such domain or user pool exists." };

async function domainOf(Domain: string) {
  return (await pools.client.send(new DescribeUserPoolDomainCommand({ Domain }))).DomainDescription;
}

describe("a domain of a user pool", () => {
  it("is described, shown by its pool, updated and deleted; an unknown one has an empty description", async () => {
    const { UserPoolId } = await pools.createPool();
    assert.deepEqual(await domainOf("shop"), {});
    const prefix = { UserPoolId, Domain: "shop" };
    assert.equal((await pools.client.send(new CreateUserPoolDomainCommand(prefix))).CloudFrontDomain, undefined);
    const custom = { UserPoolId, Domain: "auth.example.com" };
    const created = await pools.client.send(new CreateUserPoolDomainCommand({ ...custom, CustomDomainConfig }));
    assert.match(created.CloudFrontDomain ?? "", /^d[0-9a-f]{13}\.cloudfront\.net$/);

    const { UserPool } = await pools.client.send(new DescribeUserPoolCommand({ UserPoolId }));
    assert.deepEqual([UserPool?.Domain, UserPool?.CustomDomain], ["shop", "auth.example.com"]);
    assert.partialDeepStrictEqual(await domainOf("auth.example.com"), {
      ...custom,
      AWSAccountId: "000000000000",
      CloudFrontDistribution: created.CloudFrontDomain,
      CustomDomainConfig,
      ManagedLoginVersion: 1,
      Status: "ACTIVE",
    });

    const update = new UpdateUserPoolDomainCommand({ ...custom, ManagedLoginVersion: 2 });
    assert.equal((await pools.client.send(update)).ManagedLoginVersion, 2);
    const updated = await domainOf("auth.example.com");
    assert.deepEqual([updated?.ManagedLoginVersion, updated?.CustomDomainConfig], [2, CustomDomainConfig]);

    await pools.client.send(new DeleteUserPoolDomainCommand(custom));
    assert.deepEqual(await domainOf("auth.example.com"), {});
    await assert.rejects(pools.client.send(new DeleteUserPoolDomainCommand(custom)), unknown);
    await assert.rejects(pools.client.send(update), unknown);
  });

  it("keeps its pool from being deleted", async () => {
    const { UserPoolId } = await pools.createPool();
    await pools.client.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: "stays" }));
    await assert.rejects(pools.client.send(new DeleteUserPoolCommand({ UserPoolId })), {
      name: "InvalidParameterException",
      message: "User pool cannot be deleted. It has a domain configured that should be deleted first.",
    });
    await pools.client.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain: "stays" }));
    await pools.client.send(new DeleteUserPoolCommand({ UserPoolId }));
  });

  it("belongs to one pool, and a pool has one of each kind", async () => {
    const { UserPoolId } = await pools.createPool();
    const other = await pools.createPool();
    const create = (pool: string, Domain: string) =>
      pools.client.send(new CreateUserPoolDomainCommand({ UserPoolId: pool, Domain }));
    await create(UserPoolId, "one");
    await assert.rejects(create(other.UserPoolId, "one"), { message: "Domain already associated with another user pool." });
    await assert.rejects(create(UserPoolId, "two"), { message: "User pool already has a domain configured." });
    const foreign = new DeleteUserPoolDomainCommand({ UserPoolId: other.UserPoolId, Domain: "one" });
    await assert.rejects(pools.client.send(foreign), unknown);
  });

  it("has no dot without a certificate, no word of AWS's own, and managed login above the LITE tier only", async () => {
    const { UserPoolId } = await pools.createPool({ UserPoolTier: "LITE" });
    const create = (Domain: string, ManagedLoginVersion?: number) =>
      pools.client.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain, ManagedLoginVersion }));
    await assert.rejects(create("auth.example.com"), /Domain names can only contain lower-case letters, numbers, and hyphens/);
    for (const word of ["aws", "amazon", "cognito"]) {
      await assert.rejects(create(`my-${word}-app`), { message: `Domain cannot contain reserved word: ${word}` });
    }
    await assert.rejects(create("fine", 2), {
      name: "FeatureUnavailableInTierException",
      message: "The following features need to be disabled for the LITE pricing tier configured: Managed Login",
    });
    await assert.rejects(create("fine", 3), { name: "InvalidParameterException" });
    await create("fine", 1);
  });
});
