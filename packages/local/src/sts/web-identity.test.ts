import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { AssumeRoleWithWebIdentityCommand, type AssumeRoleWithWebIdentityCommandInput, STSClient } from "@aws-sdk/client-sts";
import { Clock } from "../clock.ts";
import { AwsError } from "../endpoint/aws-error.ts";
import { startEndpoint } from "../endpoint/endpoint.ts";
import { createIam, type Iam } from "../iam/iam.ts";
import { policyOf } from "../iam/test-iam.ts";
import { Store } from "../store/store.ts";
import { stsService, type WebIdentity } from "./sts.ts";

const provider = "cognito-identity.amazonaws.com";
const ann: WebIdentity = { provider, subject: "us-east-1:ann", audience: "us-east-1:pool", claims: { amr: ["authenticated"] } };
const tagged = { ...ann, tags: { team: "red" }, transitiveTagKeys: ["team"] };

let iam: Iam;
let client: STSClient;
let stop: () => Promise<void>;
before(async () => {
  const store = new Store(":memory:");
  const clock = new Clock();
  const place = { region: "us-east-1", accountId: "000000000000" };
  iam = createIam({ store, clock, ...place });
  // What the identity pools will do: a token is a text that they have signed.
  const verifyWebIdentity = async (token: string) => {
    if (token === "ann") return ann;
    if (token === "tagged") return tagged;
    throw new AwsError("ExpiredTokenException", "Token expired");
  };
  const services = [stsService({ iam, clock, ...place, verifyWebIdentity })];
  const endpoint = await startEndpoint({ port: 0, store, services, rawServices: [] });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  client = new STSClient({ region: "us-east-1", endpoint: endpoint.url, credentials, maxAttempts: 1 });
  stop = async () => {
    client.destroy();
    clock.stop();
    await endpoint.stop();
    store.close();
  };
});
after(() => stop());

const create = (name: string, condition: object = {}, Action: string | string[] = "sts:AssumeRoleWithWebIdentity") =>
  iam.roles.create({
    name,
    path: "/",
    trustPolicy: policyOf({ Action, Principal: { Federated: provider }, Condition: condition }),
    description: undefined,
    maxSessionSeconds: 3600,
    boundary: undefined,
    tags: {},
  }).arn;
const assume = (RoleArn: string, WebIdentityToken = "ann", more: Partial<AssumeRoleWithWebIdentityCommandInput> = {}) =>
  client.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: "web", WebIdentityToken, ...more }));
const refused = (action: string) => ({ name: "AccessDenied", message: `Not authorized to perform ${action}` });

describe("a user of an identity provider", () => {
  it("assumes a role that trusts the provider", async () => {
    const answer = await assume(create("web"));
    assert.deepEqual(
      [answer.Provider, answer.Audience, answer.SubjectFromWebIdentityToken],
      [provider, "us-east-1:pool", "us-east-1:ann"],
    );
    assert.equal(answer.AssumedRoleUser?.Arn, "arn:aws:sts::000000000000:assumed-role/web/web");
    const session = iam.sessions.of(answer.Credentials?.AccessKeyId ?? "");
    assert.equal(session?.sessionToken, answer.Credentials?.SessionToken);
    assert.deepEqual(session?.context, {
      [`${provider}:aud`]: ["us-east-1:pool"],
      [`${provider}:sub`]: ["us-east-1:ann"],
      [`${provider}:amr`]: ["authenticated"],
      "aws:federatedprovider": [provider],
    });
  });

  it("is asked for the audience, the subject and how they signed in", async () => {
    const fitting = {
      StringEquals: { [`${provider}:aud`]: "us-east-1:pool" },
      "ForAnyValue:StringLike": { [`${provider}:amr`]: "authenticated" },
    };
    await assume(create("fitting", fitting));
    await assert.rejects(assume(create("other-pool", { StringEquals: { [`${provider}:aud`]: "us-east-1:other" } })), {
      ...refused("sts:AssumeRoleWithWebIdentity"),
    });
    const guests = { "ForAnyValue:StringLike": { [`${provider}:amr`]: "unauthenticated" } };
    await assert.rejects(assume(create("guests", guests)), refused("sts:AssumeRoleWithWebIdentity"));
  });

  it("is not told whether a role is there", async () => {
    const answer = assume("arn:aws:iam::000000000000:role/none");
    await assert.rejects(answer, refused("sts:AssumeRoleWithWebIdentity"));
  });

  it("brings the tags of the token only to a role that lets them tag", async () => {
    await assert.rejects(assume(create("tagless"), "tagged"), refused("sts:TagSession"));
    const arn = create("tags", {}, ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]);
    const { Credentials } = await assume(arn, "tagged");
    const session = iam.sessions.of(Credentials?.AccessKeyId ?? "");
    assert.deepEqual([session?.tags, session?.transitiveTags], [{ team: "red" }, ["team"]]);
  });

  it("narrows the session by a policy, within the role's time", async () => {
    const arn = create("narrow");
    const Policy = policyOf({ Action: "s3:GetObject", Resource: "*" });
    const { Credentials } = await assume(arn, "ann", { Policy, DurationSeconds: 900 });
    const session = iam.sessions.of(Credentials?.AccessKeyId ?? "");
    assert.deepEqual(session?.policy, JSON.parse(Policy));
    assert.equal((session?.expiresAt ?? 0) - (session?.issuedAt ?? 0), 900_000);
    await assert.rejects(assume(arn, "ann", { DurationSeconds: 3601 }), { name: "ValidationError" });
  });

  it("is refused with a token that the provider does not know", async () => {
    await assert.rejects(assume(create("expired"), "old"), { name: "ExpiredTokenException", message: "Token expired" });
  });
});
