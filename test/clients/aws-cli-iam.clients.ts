import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type LocalAws, startLocal } from "@foyer/local";
import { type AwsCli, awsCli } from "./aws-cli.ts";

let aws: LocalAws;
let cli: AwsCli;
before(async () => {
  aws = await startLocal();
  cli = awsCli(aws);
});
after(async () => {
  cli.close();
  await aws.stop();
});

const policy = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const trust = policy({ Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::000000000000:root" } });

test("aws iam makes a role, gives it policies and reads them", async () => {
  const { Role } = await cli.answers("iam", "create-role", "--role-name", "cli", "--assume-role-policy-document", trust);
  assert.equal(Role.Arn, "arn:aws:iam::000000000000:role/cli");
  const document = policy({ Action: "sqs:SendMessage", Resource: "*" });
  await cli.answers("iam", "put-role-policy", "--role-name", "cli", "--policy-name", "send", "--policy-document", document);
  const { PolicyDocument } = await cli.answers("iam", "get-role-policy", "--role-name", "cli", "--policy-name", "send");
  assert.deepEqual(PolicyDocument, JSON.parse(document));
  const basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
  await cli.answers("iam", "attach-role-policy", "--role-name", "cli", "--policy-arn", basic);
  const { AttachedPolicies } = await cli.answers("iam", "list-attached-role-policies", "--role-name", "cli");
  assert.deepEqual(AttachedPolicies, [{ PolicyName: "AWSLambdaBasicExecutionRole", PolicyArn: basic }]);
  const { EvaluationResults } = await cli.answers(
    ...[
      "iam",
      "simulate-principal-policy",
      "--policy-source-arn",
      Role.Arn,
      "--action-names",
      "sqs:SendMessage",
      "sqs:PurgeQueue",
    ],
  );
  assert.deepEqual(
    EvaluationResults.map(({ EvalDecision }: { EvalDecision: string }) => EvalDecision),
    ["allowed", "implicitDeny"],
  );
  await cli.isRefused("DeleteConflict", "iam", "delete-role", "--role-name", "cli");
  await cli.isRefused("NoSuchEntity", "iam", "get-role", "--role-name", "none");
});

test("aws sts tells who one is, and assumes a role", async () => {
  const { Arn } = await cli.answers("sts", "get-caller-identity");
  assert.equal(Arn, "arn:aws:iam::000000000000:root");
  const role = ["--role-arn", "arn:aws:iam::000000000000:role/cli", "--role-session-name", "me"];
  const { Credentials, AssumedRoleUser } = await cli.answers("sts", "assume-role", ...role);
  assert.match(Credentials.AccessKeyId, /^ASIA/);
  assert.equal(AssumedRoleUser.Arn, "arn:aws:sts::000000000000:assumed-role/cli/me");
  await cli.isRefused(
    "AccessDenied",
    "sts",
    "assume-role",
    "--role-arn",
    "arn:aws:iam::000000000000:role/none",
    ...role.slice(2),
  );
});
