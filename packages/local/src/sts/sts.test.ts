import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { deployCaller } from "../iam/authorize/test-caller.ts";
import { configuration, policyOf, startIam, trustOf } from "../iam/test-iam.ts";

let aws: Awaited<ReturnType<typeof startIam>>;
before(async () => {
  aws = await startIam();
});
after(async () => {
  await aws.stop();
  assert.deepEqual(aws.failures, []);
});

type Session = Parameters<typeof configuration>[1];

const root = "arn:aws:iam::000000000000:root";
const arnOf = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
/** Makes a role that trusts the account, unless told otherwise. */
const create = async (RoleName: string, { trust = trustOf({ AWS: root }), allows = [] as object[], maxSeconds = 3600 } = {}) => {
  await aws.iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, MaxSessionDuration: Math.max(maxSeconds, 3600) }),
  );
  for (const [index, statement] of allows.entries()) {
    const command = new PutRolePolicyCommand({ RoleName, PolicyName: `p${index}`, PolicyDocument: policyOf(statement) });
    await aws.iam.send(command);
  }
  return arnOf(RoleName);
};
const as = <Answer>(session: Session, call: (sts: STSClient) => Promise<Answer>): Promise<Answer> => {
  const client = new STSClient(configuration(aws.local, session));
  return call(client).finally(() => client.destroy());
};
const assume = (RoleArn: string, more: Partial<AssumeRoleCommandInput> = {}, session?: Session) =>
  as(session, (sts) => sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "run", ...more })));
const whoIs = (session?: Session) => as(session, (sts) => sts.send(new GetCallerIdentityCommand({})));
/** Asks with a session for a role's description, which needs `iam:GetRole`. */
const getRole = async (session: Session, RoleName: string) => {
  const client = new IAMClient(configuration(aws.local, session));
  const answer = client.send(new GetRoleCommand({ RoleName })).finally(() => client.destroy());
  return (await answer).Role?.RoleName;
};
const denied = (action: string, arn: string, who = root) => ({
  name: "AccessDenied",
  message: `User: ${who} is not authorized to perform: ${action} on resource: ${arn}`,
});

describe("a caller's identity", () => {
  it("is the account's root for a developer", async () => {
    const { Arn, Account, UserId } = await whoIs();
    assert.deepEqual([Arn, Account, UserId], [root, "000000000000", "000000000000"]);
  });

  it("is the session of whoever has assumed a role", async () => {
    const arn = await create("identity");
    const session = await assume(arn);
    const { Arn, UserId } = await whoIs(session);
    assert.equal(Arn, "arn:aws:sts::000000000000:assumed-role/identity/run");
    assert.match(UserId ?? "", /^AROA[A-Z2-7]{17}:run$/);
    assert.deepEqual(session.AssumedRoleUser, { Arn, AssumedRoleId: UserId });
  });

  it("of an access key is the account", async () => {
    const { Account } = await aws.sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: "AKIAIOSFODNN7EXAMPLE" }));
    assert.equal(Account, "000000000000");
    await assert.rejects(aws.sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: "short" })), { name: "ValidationError" });
  });
});

describe("a function", () => {
  it("is the session of its role that is named after it", async () => {
    const call = deployCaller(
      aws.local,
      "greeter",
      await create("greeting", { trust: trustOf({ Service: "lambda.amazonaws.com" }) }),
    );
    const { output } = (await call("sts", "GetCallerIdentity", {})) as {
      output: { Arn: string; UserId: string; Account: string };
    };
    assert.equal(output.Arn, "arn:aws:sts::000000000000:assumed-role/greeting/greeter");
    assert.match(output.UserId, /^AROA[A-Z2-7]{17}:greeter$/);
  });

  it("assumes a role that trusts its own", async () => {
    await create("caller", { trust: trustOf({ Service: "lambda.amazonaws.com" }) });
    const call = deployCaller(aws.local, "caller", arnOf("caller"));
    const RoleArn = await create("callee", { trust: trustOf({ AWS: arnOf("caller") }) });
    const answer = (await call("sts", "AssumeRole", { RoleArn, RoleSessionName: "run" })) as { output: Session };
    assert.equal((await whoIs(answer.output)).Arn, "arn:aws:sts::000000000000:assumed-role/callee/run");
  });
});

describe("a role", () => {
  it("is assumed by whom it trusts, for an hour unless it says otherwise", async () => {
    const { Credentials } = await assume(await create("hour"));
    assert.match(Credentials?.AccessKeyId ?? "", /^ASIA[A-Z2-7]{16}$/);
    const left = (Credentials?.Expiration?.getTime() ?? 0) - aws.local.clock.now();
    assert.ok(left > 3_590_000 && left <= 3_600_000, `${left} ms are left`);
  });

  it("is not assumed by whom it does not trust, and not if it is not there", async () => {
    const arn = await create("for-lambda", { trust: trustOf({ Service: "lambda.amazonaws.com" }) });
    await assert.rejects(assume(arn), denied("sts:AssumeRole", arn));
    await assert.rejects(assume(arnOf("none")), denied("sts:AssumeRole", arnOf("none")));
  });

  it("is assumed by another role that its trust policy names, without a policy of that role", async () => {
    const first = await assume(await create("first"));
    const arn = await create("second", { trust: trustOf({ AWS: arnOf("first") }) });
    assert.equal((await whoIs(await assume(arn, {}, first))).Arn, "arn:aws:sts::000000000000:assumed-role/second/run");
  });

  it("trusts another role under conditions on the request", async () => {
    const session = await assume(await create("conditioned"));
    const Condition = { StringEquals: { "sts:ExternalId": "e-1", "sts:RoleSessionName": "run" } };
    const arn = await create("conditional", { trust: trustOf({ AWS: arnOf("conditioned") }, { Condition }) });
    await assume(arn, { ExternalId: "e-1" }, session);
    await assert.rejects(assume(arn, { ExternalId: "e-2" }, session), { name: "AccessDenied" });
    await assert.rejects(assume(arn, { ExternalId: "e-1", RoleSessionName: "walk" }, session), { name: "AccessDenied" });
  });

  it("is assumed by a role of the account it trusts only if that role may", async () => {
    const arn = await create("of-account");
    const without = await assume(await create("without"));
    const message = new RegExp(
      `assumed-role/without/run is not authorized to perform: sts:AssumeRole on resource: ${arn} because`,
    );
    await assert.rejects(assume(arn, {}, without), { name: "AccessDenied", message });
    const allows = [{ Action: "sts:AssumeRole", Resource: arn }];
    await assume(arn, {}, await assume(await create("with", { allows })));
  });

  it("asks for the external id of its trust policy", async () => {
    const arn = await create("external", {
      trust: trustOf({ AWS: root }, { Condition: { StringEquals: { "sts:ExternalId": "e-1" } } }),
    });
    await assert.rejects(assume(arn), denied("sts:AssumeRole", arn));
    await assert.rejects(assume(arn, { ExternalId: "e-2" }), denied("sts:AssumeRole", arn));
    await assume(arn, { ExternalId: "e-1" });
  });

  it("takes tags only if its trust policy lets callers tag sessions", async () => {
    const Tags = [{ Key: "team", Value: "red" }];
    const untagged = await create("untagged");
    await assert.rejects(assume(untagged, { Tags }), denied("sts:TagSession", untagged));
    const Action = ["sts:AssumeRole", "sts:TagSession"];
    const Condition = { StringEquals: { "aws:RequestTag/team": ["red", "blue"] } };
    const arn = await create("taggable", { trust: policyOf({ Action, Principal: { AWS: root }, Condition }) });
    await assume(arn, { Tags });
    await assert.rejects(assume(arn, { Tags: [{ Key: "team", Value: "green" }] }), denied("sts:AssumeRole", arn));
    const twice = assume(arn, { Tags: [...Tags, { Key: "TEAM", Value: "blue" }] });
    await assert.rejects(twice, { name: "InvalidParameterValue" });
  });

  it("lasts as long as is asked for, within what the role says", async () => {
    const arn = await create("two-hours", { maxSeconds: 7200 });
    const { Credentials } = await assume(arn, { DurationSeconds: 7200 });
    assert.ok((Credentials?.Expiration?.getTime() ?? 0) - aws.local.clock.now() > 7_190_000);
    await assert.rejects(assume(arn, { DurationSeconds: 7201 }), {
      name: "ValidationError",
      message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    });
    await assert.rejects(assume(arn, { DurationSeconds: 899 }), {
      name: "ValidationError",
      message: /at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900/,
    });
  });

  it("lasts an hour at most when a session assumes it", async () => {
    const arn = await create("chained", { trust: trustOf({ AWS: [root, arnOf("chain")] }), maxSeconds: 7200 });
    const chain = await assume(await create("chain"));
    await assume(arn, { DurationSeconds: 3600 }, chain);
    await assert.rejects(assume(arn, { DurationSeconds: 3601 }, chain), {
      name: "ValidationError",
      message: "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    });
    await aws.iam.send(new UpdateRoleCommand({ RoleName: "chained", MaxSessionDuration: 43_200 }));
    await assert.rejects(assume(arn, { DurationSeconds: 7200 }, chain), { name: "ValidationError" });
  });

  it("is refused with what is no ARN, no name or no policy", async () => {
    const arn = await create("strict");
    await assert.rejects(assume("strict-role-by-its-name"), {
      name: "ValidationError",
      message: "strict-role-by-its-name is invalid",
    });
    await assert.rejects(assume(arn, { RoleSessionName: "a b" }), {
      name: "ValidationError",
      message: /regular expression pattern/,
    });
    await assert.rejects(assume(arn, { Policy: "{" }), {
      name: "MalformedPolicyDocumentException",
      message: "Syntax errors in policy.",
    });
    await assert.rejects(assume(arn, { PolicyArns: [{ arn: "arn:aws:iam::aws:policy/None" }] }), { name: "ValidationError" });
  });
});

describe("a session", () => {
  it("may do what its role may, and no more", async () => {
    const arn = await create("reader", { allows: [{ Action: "iam:GetRole", Resource: arnOf("reader") }] });
    const session = await assume(arn);
    assert.equal(await getRole(session, "reader"), "reader");
    await assert.rejects(getRole(session, "identity"), {
      name: "AccessDenied",
      message: `User: arn:aws:sts::000000000000:assumed-role/reader/run is not authorized to perform: iam:GetRole on resource: ${arnOf("identity")} because no identity-based policy allows the iam:GetRole action`,
    });
  });

  it("is narrowed by its policy, inline or managed", async () => {
    const arn = await create("narrowed", { allows: [{ Action: "*", Resource: "*" }] });
    const none = policyOf({ Action: "s3:*", Resource: "*" });
    await assert.rejects(getRole(await assume(arn, { Policy: none }), "narrowed"), {
      name: "AccessDenied",
      message: /because no session policy allows the iam:GetRole action/,
    });
    const managed = [{ arn: "arn:aws:iam::aws:policy/AdministratorAccess" }];
    assert.equal(await getRole(await assume(arn, { Policy: none, PolicyArns: managed }), "narrowed"), "narrowed");
  });

  it("is bounded by the boundary of its role", async () => {
    const arn = await create("within", { allows: [{ Action: "*", Resource: "*" }] });
    const PermissionsBoundary = "arn:aws:iam::aws:policy/AmazonSQSFullAccess";
    await aws.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: "within", PermissionsBoundary }));
    await assert.rejects(getRole(await assume(arn), "within"), {
      name: "AccessDenied",
      message: /because no permissions boundary allows the iam:GetRole action/,
    });
  });

  it("never widens its role by its policy", async () => {
    const session = await assume(await create("powerless"), { Policy: policyOf({ Action: "*", Resource: "*" }) });
    await assert.rejects(getRole(session, "powerless"), { name: "AccessDenied", message: /no identity-based policy/ });
  });

  it("carries its tags into the policies of its role", async () => {
    const arn = await create("tags", {
      trust: policyOf({ Action: ["sts:AssumeRole", "sts:TagSession"], Principal: { AWS: root } }),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: policy variables are written so.
      allows: [{ Action: "iam:GetRole", Resource: "arn:aws:iam::000000000000:role/${aws:PrincipalTag/role}" }],
    });
    const session = await assume(arn, { Tags: [{ Key: "Role", Value: "tags" }] });
    assert.equal(await getRole(session, "tags"), "tags");
    await assert.rejects(getRole(session, "powerless"), { name: "AccessDenied" });
    const other = await assume(arn, { Tags: [{ Key: "Role", Value: "*" }] });
    await assert.rejects(getRole(other, "tags"), { name: "AccessDenied" });
  });

  it("hands its transitive tags on, which cannot be set anew", async () => {
    const principal = { AWS: [root, arnOf("hop")] };
    const trust = policyOf({ Action: ["sts:AssumeRole", "sts:TagSession"], Principal: principal });
    const Resource = "arn:aws:iam::000000000000:role/hop";
    const Condition = { StringEquals: { "aws:PrincipalTag/team": "red" }, Null: { "aws:PrincipalTag/stage": "true" } };
    const first = await create("hop", {
      trust: policyOf({ Action: ["sts:AssumeRole", "sts:TagSession"], Principal: { AWS: root } }),
    });
    const arn = await create("hopped", { trust, allows: [{ Action: "iam:GetRole", Resource, Condition }] });
    const Tags = [
      { Key: "team", Value: "red" },
      { Key: "stage", Value: "dev" },
    ];
    const session = await assume(first, { Tags, TransitiveTagKeys: ["team"] });
    assert.equal(await getRole(await assume(arn, {}, session), "hop"), "hop");
    await assert.rejects(assume(arn, { Tags: [{ Key: "team", Value: "blue" }] }, session), { name: "InvalidParameterValue" });
  });

  it("ends with its time", async () => {
    const session = await assume(await create("ending"), { DurationSeconds: 900 });
    await whoIs(session);
    aws.local.clock.advance(901_000);
    await assert.rejects(whoIs(session), { name: /^ExpiredToken/ });
  });
});

describe("a developer's session token", () => {
  it("makes temporary credentials of the root", async () => {
    const session = await aws.sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    assert.equal((await whoIs(session)).Arn, root);
    assert.equal(await getRole(session, "identity"), "identity");
    await assert.rejects(
      as(session, (sts) => sts.send(new GetSessionTokenCommand({}))),
      { name: "AccessDenied", message: "Cannot call GetSessionToken with session credentials" },
    );
  });
});

describe("a token of an identity provider", () => {
  it("is refused where the account knows no provider", async () => {
    const send = (WebIdentityToken: string) =>
      aws.sts.send(
        new AssumeRoleWithWebIdentityCommand({ RoleArn: arnOf("identity"), RoleSessionName: "web", WebIdentityToken }),
      );
    const token = ["{}", JSON.stringify({ iss: "https://accounts.example" }), ""]
      .map((part) => Buffer.from(part).toString("base64url"))
      .join(".");
    await assert.rejects(send(token), {
      name: "InvalidIdentityTokenException",
      message: "No OpenIDConnect provider found in your account for https://accounts.example",
    });
    await assert.rejects(send("no-token"), { name: "InvalidIdentityTokenException", message: /is not a valid JWT/ });
  });
});
