import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { DeleteUserPoolCommand, GetSigningCertificateCommand } from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

describe("GetSigningCertificate", () => {
  it("answers one X.509 certificate for each pool, signed by its own key and valid for years", async () => {
    const { UserPoolId } = await pools.createPool();
    const get = async (pool: string) =>
      (await pools.client.send(new GetSigningCertificateCommand({ UserPoolId: pool }))).Certificate ?? "";
    const [first, second] = await Promise.all([get(UserPoolId), get(UserPoolId)]);
    assert.equal(first, second);
    assert.equal(await get(UserPoolId), first);
    const certificate = new X509Certificate(Buffer.from(first, "base64"));
    assert.equal(certificate.subject, `CN=${UserPoolId}`);
    assert.equal(certificate.verify(certificate.publicKey), true);
    assert.ok(certificate.validFromDate.getTime() <= pools.clock.now());
    assert.ok(certificate.validToDate.getTime() > pools.clock.now() + 9 * 365 * 86_400_000);
    assert.notEqual(await get((await pools.createPool()).UserPoolId), first);
  });

  it("knows no pool that is deleted while its certificate is made", async () => {
    const { UserPoolId } = await pools.createPool();
    const asked = pools.cognito.signingCertificates.of(UserPoolId);
    const refused = assert.rejects(asked, { name: "ResourceNotFoundException" });
    await pools.client.send(new DeleteUserPoolCommand({ UserPoolId }));
    await refused;
  });

  it("writes the years after 2049 with four digits", async () => {
    const { UserPoolId } = await pools.createPool();
    pools.clock.advance(Date.UTC(2049, 5) - pools.clock.now());
    const { Certificate = "" } = await pools.client.send(new GetSigningCertificateCommand({ UserPoolId }));
    const { validFromDate, validToDate } = new X509Certificate(Buffer.from(Certificate, "base64"));
    assert.deepEqual([validFromDate.getUTCFullYear(), validToDate.getUTCFullYear()], [2049, 2059]);
  });
});
