import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, describe, test } from "node:test";
import { createUser } from "../mfa/test-sign-ins.ts";
import { password, startPools } from "../test-pools.ts";
import { startHostedPool } from "./test-hosted-pages.ts";

describe("a page of another site", () => {
  let pools: Awaited<ReturnType<typeof startPools>>;
  let hosted: Awaited<ReturnType<typeof startHostedPool>>;
  before(async () => {
    pools = await startPools();
    hosted = await startHostedPool(pools);
    await createUser(pools, hosted.UserPoolId, "ada", {});
  });
  after(async () => {
    assert.deepEqual(pools.failures, []);
    await pools.stop();
  });

  const foreign = { origin: "https://evil.example.com", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
  /** The status of a POST. @param host as the client names it */
  const post = (path: string, body: string, headers: Record<string, string>, host?: string) =>
    new Promise<number>((resolve, reject) => {
      const url = new URL(hosted.base + path);
      const about = { "content-type": "application/x-www-form-urlencoded", ...headers, ...(host && { host }) };
      const sent = request(url, { method: "POST", headers: about }, (answer) => resolve(answer.resume().statusCode ?? 0));
      sent.on("error", reject).end(body);
    });

  test("sends forms to the addresses of identity providers, and to no other", async () => {
    const signIn = `username=ada&password=${password}`;
    for (const path of [
      "/login",
      "/signup",
      "/mfa",
      "/confirm",
      "/oauth2/token",
      "/oauth2/revoke",
      "/saml2/logout",
      "/nowhere",
    ]) {
      assert.equal(await post(path, signIn, foreign), 403, path);
    }
    for (const path of ["/saml2/idpresponse", "/oauth2/idpresponse"]) assert.equal(await post(path, "", foreign), 302, path);
  });

  test("reaches no address under a name that is no loopback name", async () => {
    for (const path of ["/saml2/idpresponse", "/oauth2/idpresponse"]) {
      assert.equal(await post(path, "", foreign, "rebound.example.com"), 403, path);
    }
  });

  test("gets no use of the cookies: they are for the own pages of the domain, and out of reach of scripts", async () => {
    const browser = hosted.browser();
    const login = await browser.open(hosted.authorizeUrl());
    assert.equal(login.headers.get("set-cookie")?.includes("SameSite=Lax"), true);
    assert.equal(login.headers.get("set-cookie")?.includes("HttpOnly"), true);
    assert.equal(login.headers.get("set-cookie")?.includes(`Path=/_cognito/${hosted.Domain};`), true);
  });

  test("too large a form is refused", async () => {
    assert.equal(await post("/oauth2/token", `x=${"x".repeat(600_000)}`, {}), 413);
  });
});
