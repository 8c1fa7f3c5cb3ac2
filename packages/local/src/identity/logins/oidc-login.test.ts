import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { startIdentity } from "../test-identity.ts";

let aws: Awaited<ReturnType<typeof startIdentity>>;
let server: Server;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
/** Host and port, as `Logins` name the provider. */
let provider: string;
let isUp = true;
before(async () => {
  aws = await startIdentity();
  keys = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: "k1" };
  server = createServer((request, response) => {
    const documents: Record<string, object> = {
      "/.well-known/openid-configuration": { issuer: `http://${provider}`, jwks_uri: `http://${provider}/keys` },
      "/keys": { keys: [jwk] },
    };
    const document = isUp ? documents[request.url ?? ""] : undefined;
    response.writeHead(document ? 200 : 503, { "content-type": "application/json" }).end(JSON.stringify(document ?? {}));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  provider = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(async () => {
  server.close();
  await aws.stop();
  assert.deepEqual(aws.failures, []);
});

const createPool = (host = provider) =>
  aws.createPool([], { OpenIdConnectProviderARNs: [`arn:aws:iam::000000000000:oidc-provider/${host}`] });
const sign = (claims: JWTPayload = {}, key = keys.privateKey) =>
  new SignJWT({ aud: "app", sub: "ann", ...claims })
    .setProtectedHeader({ alg: "RS256", kid: "k1" })
    .setIssuer(`http://${provider}`)
    .setExpirationTime(claims.exp ?? "1h")
    .sign(key);
const invalid = (fault: string) => ({ name: "NotAuthorizedException", message: `Invalid login token. ${fault}` });

describe("a user of an OpenID Connect provider", () => {
  it("has one identity, by the subject of a token that the provider's key signed", async () => {
    const pool = await createPool();
    const id = await aws.getId(pool, { [provider]: await sign() });
    assert.equal(await aws.getId(pool, { [provider]: await sign() }), id);
    assert.notEqual(await aws.getId(pool, { [provider]: await sign({ sub: "bob" }) }), id);
    await aws.setRoles(pool, { authenticated: await aws.createRole("oidc", pool) });
    assert.equal((await aws.credentials(id, { [provider]: await sign() })).IdentityId, id);
  });

  it("is refused with a token of another key, another issuer, or an old one", async () => {
    const pool = await createPool();
    const { privateKey } = await generateKeyPair("RS256");
    await assert.rejects(aws.getId(pool, { [provider]: await sign({}, privateKey) }), invalid("Token signature invalid."));
    const elsewhere = new SignJWT({ aud: "app", sub: "ann" }).setProtectedHeader({ alg: "RS256" }).setIssuer("https://x.example");
    await assert.rejects(
      aws.getId(pool, { [provider]: await elsewhere.sign(keys.privateKey) }),
      invalid("Issuer doesn't match providerName"),
    );
    const [, payload] = (await sign()).split(".");
    const none = Buffer.from(JSON.stringify({ alg: "none", kid: "k1" })).toString("base64url");
    await assert.rejects(aws.getId(pool, { [provider]: `${none}.${payload}.` }), invalid("Token signature invalid."));
    const old = await sign({ exp: Math.floor(Date.now() / 1000) - 1 });
    await assert.rejects(aws.getId(pool, { [provider]: old }), { message: /^Invalid login token\. Token expired: \d+ >= \d+$/ });
  });

  it("is told when the provider does not answer", async () => {
    const host = `${provider}/tenant`;
    const pool = await createPool(host);
    const token = new SignJWT({ aud: "app", sub: "ann" }).setProtectedHeader({ alg: "RS256" }).setIssuer(`http://${host}`);
    isUp = false;
    await assert.rejects(aws.getId(pool, { [host]: await token.sign(keys.privateKey) }), {
      name: "ExternalServiceException",
      message: `The keys of the identity provider ${host} could not be read.`,
    });
  });
});
