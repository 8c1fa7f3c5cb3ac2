import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

describe("the discovery documents", () => {
  it("name the issuer as AWS does and the key set where it is", async () => {
    const { UserPoolId } = await pools.createPool();
    const response = await fetch(`${pools.url}/${UserPoolId}/.well-known/openid-configuration`);
    const configuration = (await response.json()) as { issuer: string; jwks_uri: string };
    assert.equal(configuration.issuer, `https://cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`);
    assert.equal(configuration.jwks_uri, `${pools.url}/${UserPoolId}/.well-known/jwks.json`);
    assert.equal((await fetch(configuration.jwks_uri)).status, 200);
    assert.equal((await fetch(`${pools.url}/us-east-1_missing00/.well-known/jwks.json`)).status, 404);
  });
});
