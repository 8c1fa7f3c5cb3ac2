import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  DescribeUserPoolCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
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

describe("the tags of a user pool", () => {
  it("are added, overwritten and removed by its ARN, and shown by DescribeUserPool", async () => {
    const { UserPoolId } = await pools.createPool({ UserPoolTags: { team: "one", cost: "low" } });
    const ResourceArn = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}`;
    await pools.client.send(new TagResourceCommand({ ResourceArn, Tags: { team: "two", stage: "dev" } }));
    await pools.client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["cost", "unknown"] }));
    const { Tags } = await pools.client.send(new ListTagsForResourceCommand({ ResourceArn }));
    assert.deepEqual(Tags, { team: "two", stage: "dev" });
    const { UserPool } = await pools.client.send(new DescribeUserPoolCommand({ UserPoolId }));
    assert.deepEqual(UserPool?.UserPoolTags, Tags);
    assert.deepEqual(UserPool?.AutoVerifiedAttributes, ["email"]);
  });

  it("are refused for what is no pool, for a key of AWS's own and beyond fifty", async () => {
    const { UserPoolId } = await pools.createPool();
    const ResourceArn = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}`;
    const tag = (arn: string, Tags: Record<string, string>) =>
      pools.client.send(new TagResourceCommand({ ResourceArn: arn, Tags }));
    const missing = { name: "ResourceNotFoundException" };
    await assert.rejects(tag("arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_nobody", {}), missing);
    await assert.rejects(tag(`arn:aws:cognito-idp:us-east-1:111122223333:userpool/${UserPoolId}`, {}), missing);
    const invalid = { name: "InvalidParameterException" };
    await assert.rejects(tag("arn:aws:lambda:us-east-1:000000000000:function:f", {}), invalid);
    await assert.rejects(tag(ResourceArn, { "aws:x": "y" }), invalid);
    await tag(ResourceArn, Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, ""])));
    await assert.rejects(tag(ResourceArn, { more: "" }), invalid);
  });
});
