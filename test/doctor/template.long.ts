import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { UpdateContinuousBackupsCommand } from "@aws-sdk/client-dynamodb";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { run } from "../../packages/cli/src/run.ts";
import { recordedTerminal } from "../../packages/cli/src/test-terminal.ts";
import { deploy, onboarding, type TestDeployment } from "./deployment.ts";

describe("foyer doctor with a template", () => {
  let on: TestDeployment;
  before(async () => {
    on = await deploy(onboarding());
    for (const TableName of ["foyer_ledger", "users"])
      await on.clients.dynamodb.send(
        new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
      );
  });
  after(() => on.stop());

  test("finds what of a function differs from it, and permissions that it has from another file", async () => {
    const terminal = recordedTerminal();
    assert.equal(await run(["policy", on.file, "--role", "trigger"], terminal), 0);
    const { Statement } = JSON.parse(terminal.printed()) as { Statement: { Sid: string; Resource: string[] }[] };
    const { lambda } = on.clients;
    const deployed = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "foyer-trigger" }));
    const template = (statements: object[], MemorySize = deployed.MemorySize) =>
      on.write(
        "template.json",
        JSON.stringify({
          Resources: {
            Role: { Type: "AWS::IAM::Role" },
            Trigger: {
              Type: "AWS::Lambda::Function",
              Properties: {
                Description: "Foyer: the trigger of onboarding.ts",
                Role: { "Fn::GetAtt": ["Role", "Arn"] },
                Runtime: deployed.Runtime,
                Timeout: deployed.Timeout,
                MemorySize,
                Environment: deployed.Environment,
              },
            },
            Policy: {
              Type: "AWS::IAM::Policy",
              Properties: { Roles: [{ Ref: "Role" }], PolicyDocument: { Statement: statements } },
            },
          },
        }),
      );
    const written = Statement.map((each) => ({
      ...each,
      Resource: each.Resource.map((text) => ({ "Fn::Sub": [text, { UserPoolId: { Ref: "Users" } }] })),
    }));
    assert.deepEqual((await on.examine("--template", template(written))).findings, []);
    const drift = await on.finding("template-drift", "--template", template(written, 512));
    assert.match(drift.what, /foyer-trigger is not as the template has the trigger: MemorySize is 256 and should be 512\.$/);
    const lacking = template(written.filter(({ Sid }) => Sid !== "StepRecord"));
    const outdated = await on.finding("template-outdated", "--template", lacking);
    assert.match(outdated.what, /policy of the trigger is not that of the file: 'StepRecord'\.$/);
    assert.match(await on.print("--template", on.write("other.json", "{}")), /must be a template with Resources/);
  });
});
