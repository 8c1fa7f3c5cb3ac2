import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  type CreateRoleCommandInput,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  ListAccountAliasesCommand,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  SetDefaultPolicyVersionCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { policyOf, startIam, trustOf } from "./test-iam.ts";

let aws: Awaited<ReturnType<typeof startIam>>;
before(async () => {
  aws = await startIam();
});
after(async () => {
  await aws.stop();
  assert.deepEqual(aws.failures, []);
});

const trust = trustOf({ Service: "lambda.amazonaws.com" });
const basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
const read = policyOf({ Action: "s3:GetObject", Resource: "*" });
const create = (RoleName: string, more: Partial<CreateRoleCommandInput> = {}) =>
  aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...more }));
const put = (RoleName: string, PolicyDocument = read, PolicyName = "inline") =>
  aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
const attach = (RoleName: string, PolicyArn = basic) => aws.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
const createPolicy = async (PolicyName: string, PolicyDocument = read) =>
  (await aws.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }))).Policy?.Arn as string;

describe("a role", () => {
  it("is made once, and shown with its trust policy percent-encoded", async () => {
    const { Role } = await create("worker", { Path: "/app/", Description: "works", Tags: [{ Key: "team", Value: "red" }] });
    assert.equal(Role?.Arn, "arn:aws:iam::000000000000:role/app/worker");
    assert.match(Role?.RoleId ?? "", /^AROA[A-Z2-7]{17}$/);
    const { Role: found } = await aws.iam.send(new GetRoleCommand({ RoleName: "worker" }));
    assert.deepEqual({ ...found, RoleLastUsed: undefined }, { ...Role, RoleLastUsed: undefined });
    assert.match(found?.AssumeRolePolicyDocument ?? "", /^%7B%22Version%22%3A%222012-10-17%22/);
    assert.equal(decodeURIComponent(found?.AssumeRolePolicyDocument ?? ""), trust);
    assert.deepEqual([found?.MaxSessionDuration, found?.Description], [3600, "works"]);
    await assert.rejects(create("worker"), {
      name: "EntityAlreadyExistsException",
      message: "Role with name worker already exists.",
    });
    await assert.rejects(create("WORKER"), { name: "EntityAlreadyExistsException" });
  });

  it("that is not there is not found", async () => {
    const message = "The role with name nobody cannot be found.";
    await assert.rejects(aws.iam.send(new GetRoleCommand({ RoleName: "nobody" })), { name: "NoSuchEntityException", message });
    await assert.rejects(put("nobody"), { name: "NoSuchEntityException", message });
    await assert.rejects(attach("nobody"), { name: "NoSuchEntityException", message });
  });

  it("is refused with a name, a path, a time, a tag or a trust policy that IAM does not take", async () => {
    const refused: [Partial<CreateRoleCommandInput>, string | undefined][] = [
      [{ RoleName: "a b" }, "ValidationError"],
      [{ RoleName: "a".repeat(65) }, "ValidationError"],
      [{ Path: "app" }, "ValidationError"],
      [{ MaxSessionDuration: 100 }, "ValidationError"],
      [{ PermissionsBoundary: "arn:aws:iam::aws:policy/None" }, "NoSuchEntityException"],
      [{ Tags: [{ Key: "aws:x", Value: "1" }] }, "InvalidInputException"],
      [{ Tags: ["a", "A"].map((Key) => ({ Key, Value: "1" })) }, "InvalidInputException"],
      [{ AssumeRolePolicyDocument: policyOf({ Action: "s3:GetObject", Resource: "*" }) }, "MalformedPolicyDocumentException"],
      [
        { AssumeRolePolicyDocument: trustOf({ AWS: Array(100).fill("arn:aws:iam::000000000000:root") }) },
        "LimitExceededException",
      ],
    ];
    for (const [more, name] of refused) await assert.rejects(create("refused", more), { name });
    await assert.rejects(aws.iam.send(new GetRoleCommand({ RoleName: "refused" })), { name: "NoSuchEntityException" });
  });

  it("is refused without what it must have", async () => {
    const command = new CreateRoleCommand({ RoleName: "x" } as CreateRoleCommandInput);
    await assert.rejects(aws.iam.send(command), {
      name: "ValidationError",
      message: /Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null/,
    });
  });

  it("is listed by name, page after page, and by its path", async () => {
    for (const name of ["page-c", "page-a", "page-b"]) await create(name, { Path: "/pages/" });
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const answer = await aws.iam.send(new ListRolesCommand({ PathPrefix: "/pages/", MaxItems: 2, Marker }));
      assert.ok((answer.Roles?.length ?? 0) <= 2);
      names.push(...(answer.Roles ?? []).map(({ RoleName }) => RoleName));
      Marker = answer.Marker;
    } while (Marker !== undefined);
    assert.deepEqual(names, ["page-a", "page-b", "page-c"]);
    await assert.rejects(aws.iam.send(new ListRolesCommand({ MaxItems: 0 })), { name: "ValidationError" });
  });

  it("changes its trust policy, description and longest session", async () => {
    await create("changing");
    const changed = trustOf("*");
    await aws.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "changing", PolicyDocument: changed }));
    await aws.iam.send(new UpdateRoleCommand({ RoleName: "changing", Description: "new", MaxSessionDuration: 7200 }));
    const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName: "changing" }));
    assert.equal(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""), changed);
    assert.deepEqual([Role?.Description, Role?.MaxSessionDuration], ["new", 7200]);
  });

  it("is tagged and untagged", async () => {
    await create("tagged", { Tags: [{ Key: "team", Value: "red" }] });
    const Tags = [
      { Key: "Team", Value: "blue" },
      { Key: "stage", Value: "" },
    ];
    await aws.iam.send(new TagRoleCommand({ RoleName: "tagged", Tags }));
    const list = async () => (await aws.iam.send(new ListRoleTagsCommand({ RoleName: "tagged" }))).Tags;
    assert.deepEqual(await list(), Tags);
    await aws.iam.send(new UntagRoleCommand({ RoleName: "tagged", TagKeys: ["stage", "none"] }));
    assert.deepEqual(await list(), [{ Key: "Team", Value: "blue" }]);
  });

  it("is bounded by a managed policy, and freed of it", async () => {
    await create("bounded");
    const PermissionsBoundary = await createPolicy("boundary");
    await aws.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: "bounded", PermissionsBoundary }));
    const boundary = async () => (await aws.iam.send(new GetRoleCommand({ RoleName: "bounded" }))).Role?.PermissionsBoundary;
    assert.equal((await boundary())?.PermissionsBoundaryArn, PermissionsBoundary);
    await assert.rejects(aws.iam.send(new DeletePolicyCommand({ PolicyArn: PermissionsBoundary })), {
      name: "DeleteConflictException",
    });
    await aws.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: "bounded" }));
    assert.equal(await boundary(), undefined);
  });

  it("is deleted once it has no policies", async () => {
    const drop = () => aws.iam.send(new DeleteRoleCommand({ RoleName: "leaving" }));
    await create("leaving");
    await put("leaving");
    await attach("leaving");
    await assert.rejects(drop(), {
      name: "DeleteConflictException",
      message: "Cannot delete entity, must detach all policies first.",
    });
    await aws.iam.send(new DetachRolePolicyCommand({ RoleName: "leaving", PolicyArn: basic }));
    await assert.rejects(drop(), {
      name: "DeleteConflictException",
      message: "Cannot delete entity, must delete policies first.",
    });
    await aws.iam.send(new DeleteRolePolicyCommand({ RoleName: "leaving", PolicyName: "inline" }));
    await drop();
    await assert.rejects(drop(), { name: "NoSuchEntityException" });
  });
});

describe("a role's policies", () => {
  it("are put, read percent-encoded, listed, replaced and deleted", async () => {
    await create("inline");
    await put("inline", read, "one");
    await put("inline", policyOf({ Action: "s3:*", Resource: "*" }), "one");
    await put("inline", read, "two");
    const { PolicyDocument } = await aws.iam.send(new GetRolePolicyCommand({ RoleName: "inline", PolicyName: "one" }));
    assert.match(PolicyDocument ?? "", /%22s3%3A%2A%22/);
    const list = async () => (await aws.iam.send(new ListRolePoliciesCommand({ RoleName: "inline" }))).PolicyNames;
    assert.deepEqual(await list(), ["one", "two"]);
    await aws.iam.send(new DeleteRolePolicyCommand({ RoleName: "inline", PolicyName: "one" }));
    assert.deepEqual(await list(), ["two"]);
    const message = "The role policy with name one cannot be found.";
    for (const Command of [GetRolePolicyCommand, DeleteRolePolicyCommand]) {
      const command = new Command({ RoleName: "inline", PolicyName: "one" });
      await assert.rejects(aws.iam.send(command as GetRolePolicyCommand), { name: "NoSuchEntityException", message });
    }
  });

  it("are refused when they are malformed, or more than 10,240 characters together", async () => {
    await create("large");
    await assert.rejects(put("large", policyOf({ Action: "GetObject", Resource: "*" })), {
      name: "MalformedPolicyDocumentException",
    });
    const large = policyOf({ Action: "s3:GetObject", Resource: `arn:aws:s3:::${"b".repeat(5200)}` });
    await put("large", large, "one");
    await put("large", large, "one");
    await assert.rejects(put("large", large, "two"), {
      name: "LimitExceededException",
      message: "Maximum policy size of 10240 bytes exceeded for role large",
    });
    // White space does not count.
    await put("large", read.replace("{", `{${" ".repeat(9000)}`), "two");
  });

  it("are attached, listed by name, and detached", async () => {
    await create("attached");
    await attach("attached");
    await attach("attached");
    const list = async () => (await aws.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "attached" }))).AttachedPolicies;
    assert.deepEqual(await list(), [{ PolicyName: "AWSLambdaBasicExecutionRole", PolicyArn: basic }]);
    const none = "arn:aws:iam::000000000000:policy/none";
    await assert.rejects(attach("attached", none), {
      name: "NoSuchEntityException",
      message: `Policy ${none} does not exist or is not attachable.`,
    });
    await aws.iam.send(new DetachRolePolicyCommand({ RoleName: "attached", PolicyArn: basic }));
    await assert.rejects(aws.iam.send(new DetachRolePolicyCommand({ RoleName: "attached", PolicyArn: basic })), {
      name: "NoSuchEntityException",
      message: `Policy ${basic} was not found.`,
    });
    assert.deepEqual(await list(), []);
  });

  it("are at most ten attached ones", async () => {
    await create("ten");
    for (let number = 0; number < 10; number++) await attach("ten", await createPolicy(`ten-${number}`));
    await assert.rejects(attach("ten"), {
      name: "LimitExceededException",
      message: "Cannot exceed quota for PoliciesPerRole: 10",
    });
  });
});

describe("a managed policy", () => {
  it("has up to five versions, of which one is in force", async () => {
    const PolicyArn = await createPolicy("versioned");
    const add = (SetAsDefault = false) =>
      aws.iam.send(
        new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: policyOf({ Action: "s3:*", Resource: "*" }), SetAsDefault }),
      );
    const version = async (VersionId: string) =>
      (await aws.iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }))).PolicyVersion;
    assert.equal((await add()).PolicyVersion?.VersionId, "v2");
    assert.equal(decodeURIComponent((await version("v1"))?.Document ?? ""), read);
    assert.deepEqual([(await version("v1"))?.IsDefaultVersion, (await version("v2"))?.IsDefaultVersion], [true, false]);
    await aws.iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: "v2" }));
    assert.equal((await aws.iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.DefaultVersionId, "v2");
    await assert.rejects(aws.iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v2" })), {
      name: "DeleteConflictException",
      message: "Cannot delete the default version of a policy.",
    });
    await assert.rejects(aws.iam.send(new DeletePolicyCommand({ PolicyArn })), { name: "DeleteConflictException" });
    for (let count = 0; count < 3; count++) await add(true);
    await assert.rejects(add(), { name: "LimitExceededException", message: /up to 5 versions/ });
    for (const VersionId of ["v1", "v2", "v3", "v4"])
      await aws.iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
    const { Versions } = await aws.iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    assert.deepEqual(
      Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion]),
      [["v5", true]],
    );
    await aws.iam.send(new DeletePolicyCommand({ PolicyArn }));
    await assert.rejects(aws.iam.send(new GetPolicyCommand({ PolicyArn })), {
      name: "NoSuchEntityException",
      message: `Policy ${PolicyArn} was not found.`,
    });
  });

  it("is made once, and not larger than 6,144 characters", async () => {
    await createPolicy("once");
    await assert.rejects(createPolicy("Once"), {
      name: "EntityAlreadyExistsException",
      message: "A policy called Once already exists. Duplicate names are not allowed.",
    });
    const large = policyOf({ Action: "s3:GetObject", Resource: `arn:aws:s3:::${"b".repeat(6100)}` });
    await assert.rejects(createPolicy("large", large), {
      name: "LimitExceededException",
      message: "Cannot exceed quota for PolicySize: 6144",
    });
  });

  it("is listed: the account's, AWS's, and those in use", async () => {
    const own = await createPolicy("listed");
    const list = async (more: object) =>
      (await aws.iam.send(new ListPoliciesCommand(more))).Policies?.map(({ Arn }) => Arn) ?? [];
    const [local, byAws, all] = [await list({ Scope: "Local" }), await list({ Scope: "AWS" }), await list({})];
    assert.ok(local.includes(own) && !local.includes(basic));
    assert.ok(byAws.includes(basic) && !byAws.includes(own));
    assert.deepEqual(new Set(all), new Set([...local, ...byAws]));
    await create("user-of-listed");
    await attach("user-of-listed", own);
    assert.ok((await list({ OnlyAttached: true })).includes(own));
    await assert.rejects(aws.iam.send(new DeletePolicyCommand({ PolicyArn: own })), {
      name: "DeleteConflictException",
      message: "Cannot delete a policy attached to entities.",
    });
  });

  it("of AWS's cannot be changed", async () => {
    await assert.rejects(aws.iam.send(new DeletePolicyCommand({ PolicyArn: basic })), { name: "AccessDenied" });
    const { PolicyVersion } = await aws.iam.send(new GetPolicyVersionCommand({ PolicyArn: basic, VersionId: "v1" }));
    assert.deepEqual(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? "")).Statement, [
      { Effect: "Allow", Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" },
    ]);
  });
});

describe("the simulator", () => {
  it("tells of each action on each resource what policies make of it", async () => {
    const deny = JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Deny", Action: "s3:Put*", Resource: "*" } });
    const conditional = policyOf({
      Action: "ses:SendEmail",
      Resource: "*",
      Condition: { StringEquals: { "ses:FromAddress": "a@b.c" } },
    });
    const { EvaluationResults } = await aws.iam.send(
      new SimulateCustomPolicyCommand({
        PolicyInputList: [read, deny, conditional],
        ActionNames: ["s3:GetObject", "s3:PutObject", "ses:SendEmail"],
        ResourceArns: ["arn:aws:s3:::b/k"],
      }),
    );
    assert.deepEqual(
      EvaluationResults?.map(({ EvalDecision, MatchedStatements }) => [EvalDecision, MatchedStatements?.[0]?.SourcePolicyId]),
      [
        ["allowed", "PolicyInputList.1"],
        ["explicitDeny", "PolicyInputList.2"],
        ["implicitDeny", undefined],
      ],
    );
    assert.deepEqual(EvaluationResults?.[2]?.MissingContextValues, ["ses:FromAddress"]);
  });

  it("asks a role's policies, with the given keys and within its boundary", async () => {
    const { Role } = await create("simulated");
    const Condition = { StringEquals: { "ses:FromAddress": "a@b.c" } };
    await put("simulated", policyOf({ Action: "ses:SendEmail", Resource: "*", Condition }));
    const simulate = async (from: string, boundary?: string) => {
      const answer = await aws.iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: Role?.Arn,
          ActionNames: ["ses:SendEmail"],
          ContextEntries: [{ ContextKeyName: "ses:FromAddress", ContextKeyValues: [from], ContextKeyType: "string" }],
          PermissionsBoundaryPolicyInputList: boundary === undefined ? undefined : [boundary],
        }),
      );
      return answer.EvaluationResults?.[0]?.EvalDecision;
    };
    assert.deepEqual(
      [await simulate("a@b.c"), await simulate("x@b.c"), await simulate("a@b.c", read)],
      ["allowed", "implicitDeny", "implicitDeny"],
    );
    await assert.rejects(
      aws.iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: `${Role?.Arn}s`, ActionNames: ["s3:GetObject"] })),
      { name: "NoSuchEntityException" },
    );
  });
});

describe("what was made", () => {
  it("is there after a restart, sessions as well", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "foyer-iam-"));
    const first = await startIam({ dataDir });
    const { iam: before } = first.local;
    await first.iam.send(
      new CreateRoleCommand({ RoleName: "kept", AssumeRolePolicyDocument: trustOf({ AWS: "arn:aws:iam::000000000000:root" }) }),
    );
    await first.iam.send(new PutRolePolicyCommand({ RoleName: "kept", PolicyName: "p", PolicyDocument: read }));
    await first.iam.send(new AttachRolePolicyCommand({ RoleName: "kept", PolicyArn: basic }));
    const role = before.roles.get("kept");
    const command = new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: "run" });
    const { Credentials } = await first.sts.send(command);
    await first.stop();
    const second = await startIam({ dataDir });
    const { roles, sessions } = second.local.iam;
    assert.deepEqual(roles.get("kept"), role);
    assert.equal(roles.policiesOf(role.arn).length, 2);
    assert.equal(sessions.of(Credentials?.AccessKeyId ?? "")?.sessionToken, Credentials?.SessionToken);
    await second.stop();
    rmSync(dataDir, { recursive: true });
  });
});

describe("the account", () => {
  it("has its root for a user, and no alias", async () => {
    const { User } = await aws.iam.send(new GetUserCommand({}));
    assert.equal(User?.Arn, "arn:aws:iam::000000000000:root");
    await assert.rejects(aws.iam.send(new GetUserCommand({ UserName: "ann" })), {
      name: "NoSuchEntityException",
      message: "The user with name ann cannot be found.",
    });
    assert.deepEqual((await aws.iam.send(new ListAccountAliasesCommand({}))).AccountAliases, []);
  });
});
