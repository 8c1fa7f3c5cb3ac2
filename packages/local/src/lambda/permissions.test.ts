import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  GetPolicyCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import { arnLike } from "./permissions.ts";
import { type LambdaUnderTest, startLambda } from "./test-lambda.ts";

const pool = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_AbCdEfGhI";
const arn = "arn:aws:lambda:us-east-1:000000000000:function:trigger";

let lambda: LambdaUnderTest;
before(async () => {
  lambda = await startLambda();
});
after(() => lambda.stop());

/** Deploys the function anew with nothing but these statements, and tells whether a user pool may invoke it. */
async function mayInvoke(statement: Partial<AddPermissionCommandInput> | undefined, functionName = "trigger") {
  lambda.deploy("trigger", "export const handler = async () => 'ran';");
  if (statement) await add(statement);
  const principal = { service: "cognito-idp.amazonaws.com", sourceArn: pool };
  const answer = lambda.functions.invoke({ functionName, payload: "{}", principal });
  try {
    return (await answer).payload === '"ran"';
  } catch (error) {
    assert.equal((error as Error).name, "AccessDeniedException");
    return false;
  } finally {
    if (statement)
      await lambda.client.send(
        new RemovePermissionCommand({ FunctionName: "trigger", StatementId: "s", Qualifier: statement.Qualifier }),
      );
  }
}

function add(statement: Partial<AddPermissionCommandInput>) {
  const base = {
    FunctionName: "trigger",
    StatementId: "s",
    Action: "lambda:InvokeFunction",
    Principal: "cognito-idp.amazonaws.com",
  };
  return lambda.client.send(new AddPermissionCommand({ ...base, ...statement }));
}

test("a service invokes a function only by a statement that names it, the action and the source", async () => {
  assert.equal(await mayInvoke(undefined), false);
  assert.equal(await mayInvoke({}), true);
  assert.equal(await mayInvoke({ SourceArn: pool, SourceAccount: "000000000000" }), true);
  assert.equal(await mayInvoke({ SourceArn: "arn:aws:cognito-idp:us-east-1:000000000000:userpool/*" }), true);
  assert.equal(await mayInvoke({ Action: "lambda:*", Principal: "*" }), true);
  assert.equal(await mayInvoke({ Action: "lambda:GetFunction" }), false);
  assert.equal(await mayInvoke({ Principal: "events.amazonaws.com" }), false);
  assert.equal(await mayInvoke({ SourceArn: `${pool}x` }), false);
  assert.equal(await mayInvoke({ SourceAccount: "111111111111" }), false);
});

test("a statement of an alias counts for the alias, and one of the function for the function", async () => {
  assert.equal(await mayInvoke({ Qualifier: "live" }, `${arn}:live`), true);
  assert.equal(await mayInvoke({ Qualifier: "live" }, arn), false);
  assert.equal(await mayInvoke({}, `${arn}:live`), false);
});

test("a service is not told whether a function that it may not invoke exists", async () => {
  const principal = { service: "cognito-idp.amazonaws.com", sourceArn: pool };
  const answer = lambda.functions.invoke({ functionName: "nowhere", payload: "{}", principal });
  await assert.rejects(answer, { name: "AccessDeniedException" });
});

test("the policy shows the statements as Lambda writes them", async () => {
  lambda.deploy("trigger", "export const handler = async () => 'ran';");
  const { Statement } = await add({ SourceArn: pool, SourceAccount: "000000000000" });
  const statement = {
    Sid: "s",
    Effect: "Allow",
    Principal: { Service: "cognito-idp.amazonaws.com" },
    Action: "lambda:InvokeFunction",
    Resource: arn,
    Condition: { StringEquals: { "AWS:SourceAccount": "000000000000" }, ArnLike: { "AWS:SourceArn": pool } },
  };
  assert.deepEqual(JSON.parse(Statement as string), statement);
  const { Policy, RevisionId } = await lambda.client.send(new GetPolicyCommand({ FunctionName: arn }));
  assert.deepEqual(JSON.parse(Policy as string), { Version: "2012-10-17", Id: "default", Statement: [statement] });
  await assert.rejects(add({ StatementId: "t", RevisionId: "old" }), { name: "PreconditionFailedException" });
  await add({ StatementId: "t", RevisionId });
  for (const StatementId of ["s", "t"]) await lambda.client.send(new RemovePermissionCommand({ FunctionName: arn, StatementId }));
});

test("the permission operations fail with Lambda's names and texts", async () => {
  lambda.deploy("trigger", "export const handler = async () => 'ran';");
  const error = { $fault: "client", Type: "User" };
  await add({ StatementId: "taken" });
  await assert.rejects(add({ StatementId: "taken" }), {
    ...error,
    name: "ResourceConflictException",
    message:
      "The statement id (taken) provided already exists. Please provide a new statement id, or remove the existing statement.",
  });
  await assert.rejects(add({ FunctionName: "nowhere" }), {
    ...error,
    name: "ResourceNotFoundException",
    message: "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nowhere",
  });
  await assert.rejects(add({ Qualifier: "blue" }), { ...error, message: `Cannot find alias arn: ${arn}:blue` });
  await assert.rejects(add({ Qualifier: "$LATEST" }), { message: "We currently do not support adding policies for $LATEST." });
  const remove = new RemovePermissionCommand({ FunctionName: "trigger", StatementId: "none" });
  await assert.rejects(lambda.client.send(remove), { ...error, message: "Statement none is not found in resource policy." });
  const policy = new GetPolicyCommand({ FunctionName: "trigger", Qualifier: "live" });
  await assert.rejects(lambda.client.send(policy), { ...error, message: "The resource you requested does not exist." });
});

test("ArnLike compares part by part", () => {
  const table: [pattern: string, arn: string, like: boolean][] = [
    ["arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/a:b", true],
    ["arn:aws:s3:::bucket/?", "arn:aws:s3:::bucket/ab", false],
    ["arn:*", "arn:aws:s3:::bucket", false],
    ["arn:aws:*:*:*:*", "arn:aws:s3:::bucket", true],
    ["arn:aws:s3:::a.c", "arn:aws:s3:::abc", false],
  ];
  for (const [pattern, text, like] of table) assert.equal(arnLike(pattern, text), like, `${pattern} and ${text}`);
});
