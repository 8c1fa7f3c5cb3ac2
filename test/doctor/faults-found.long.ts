import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateGroupCommand,
  DeleteGroupCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  BillingMode,
  CreateTableCommand,
  DeleteTableCommand,
  KeyType,
  ScalarAttributeType,
  UpdateContinuousBackupsCommand,
} from "@aws-sdk/client-dynamodb";
import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  DeleteFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateConfigurationSetCommand,
  CreateEmailIdentityCommand,
  DeleteConfigurationSetCommand,
  DeleteEmailIdentityCommand,
  PutAccountSendingAttributesCommand,
} from "@aws-sdk/client-sesv2";
import { deploy, onboarding, type TestDeployment } from "./deployment.ts";

describe("foyer doctor", () => {
  let on: TestDeployment;
  let pool: { UserPoolId: string };
  before(async () => {
    on = await deploy(onboarding());
    pool = { UserPoolId: on.dev.pool.userPoolId };
    for (const TableName of ["foyer_ledger", "users"]) await recoverable(TableName, true);
  });
  after(() => on.stop());

  const recoverable = (TableName: string, PointInTimeRecoveryEnabled: boolean) =>
    on.clients.dynamodb.send(
      new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled } }),
    );

  /** Breaks something, looks at what is found of it, and repairs it. */
  async function planted(id: string, plant: () => Promise<unknown>, repair: () => Promise<unknown>, ...args: string[]) {
    await plant();
    try {
      return await on.finding(id, ...args);
    } finally {
      await repair();
    }
  }

  test("says in green that all is well, with 0, and leaves out what it is told to", async () => {
    const { exitCode, findings, unchecked } = await on.examine("--in-flight");
    assert.deepEqual({ exitCode, findings, unchecked }, { exitCode: 0, findings: [], unchecked: [] });
    assert.match(await on.print(), /^✓ The onboarding of us-east-1_\w+ is as its file wants it\.$/m);
    await recoverable("users", false);
    assert.equal((await on.examine()).exitCode, 1);
    assert.equal((await on.examine("--ignore", "table-unrecoverable")).exitCode, 0);
    await recoverable("users", true);
  });

  test("finds a trigger that an update of the pool took away, and gives a command that brings it back and changes nothing else", async () => {
    const described = async () => (await on.clients.cognito.send(new DescribeUserPoolCommand(pool))).UserPool;
    const LambdaConfig = (await described())?.LambdaConfig ?? {};
    const { PostConfirmation: _, ...withoutIt } = LambdaConfig;
    const settings = { ...pool, AutoVerifiedAttributes: ["email" as const], EmailVerificationSubject: "Your code, {####}" };
    const update = (config: typeof LambdaConfig) =>
      on.clients.cognito.send(new UpdateUserPoolCommand({ ...settings, LambdaConfig: config }));
    const found = await planted(
      "trigger-detached",
      () => update(withoutIt),
      async () => {
        const { fix } = await on.finding("trigger-detached");
        const [, json = ""] = /^aws cognito-idp update-user-pool --cli-input-json '(.*)'$/s.exec(fix) ?? [];
        await on.clients.cognito.send(new UpdateUserPoolCommand(JSON.parse(json)));
      },
    );
    assert.match(found.what, /calls no function at PostConfirmation; it should be arn:.*:foyer-trigger\.$/);
    assert.deepEqual((await described())?.LambdaConfig, LambdaConfig);
    assert.equal((await described())?.EmailVerificationSubject, "Your code, {####}");

    const { PostAuthentication: __, PreTokenGeneration: ___, PreTokenGenerationConfig: ____, ...noSignIn } = LambdaConfig;
    await planted(
      "trigger-detached",
      () => update(noSignIn),
      () => update(LambdaConfig),
    );
    const other = LambdaConfig.PostAuthentication ?? "";
    const taken = await planted(
      "trigger-taken",
      () => update({ ...LambdaConfig, PostConfirmation: other }),
      () => update(LambdaConfig),
    );
    assert.ok(taken.what.includes(other));
  });

  test("finds an invoke permission that is missing, or that any user pool of any account could use", async () => {
    const FunctionName = "foyer-trigger";
    const StatementId = `cognito-${pool.UserPoolId}`;
    const exact = {
      FunctionName,
      StatementId,
      Action: "lambda:InvokeFunction",
      Principal: "cognito-idp.amazonaws.com",
      SourceArn: on.dev.pool.userPoolArn,
      SourceAccount: on.dev.local.accountId,
    };
    const { lambda } = on.clients;
    const remove = () => lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
    const add = (permission: typeof exact | Omit<typeof exact, "SourceArn"> | Omit<typeof exact, "SourceAccount">) =>
      lambda.send(new AddPermissionCommand(permission));
    const missing = await planted("invoke-permission-missing", remove, () => add(exact));
    assert.ok(missing.fix.includes(`--source-arn ${exact.SourceArn} --source-account ${exact.SourceAccount}`));
    for (const lacks of ["SourceArn", "SourceAccount"] as const) {
      const { [lacks]: _, ...broad } = exact;
      const found = await planted(
        "invoke-permission-broad",
        async () => {
          await remove();
          await add(broad as typeof exact);
        },
        async () => {
          await remove();
          await add(exact);
        },
      );
      assert.ok(found.what.includes(`names no ${lacks}`), found.what);
    }
    const anyPool = { ...exact, SourceArn: exact.SourceArn.replace(/\/.*/, "/*") };
    const wide = await planted(
      "invoke-permission-broad",
      async () => {
        await remove();
        await add(anyPool);
      },
      async () => {
        await remove();
        await add(exact);
      },
    );
    assert.ok(wide.what.includes(`names more pools than ${exact.SourceArn}: ${anyPool.SourceArn}`), wide.what);
  });

  test("finds what a role may not do and should, and what it may do and should not", async () => {
    const { iam } = on.clients;
    const its = { RoleName: "foyer-worker", PolicyName: "onboarding" };
    const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand(its));
    const whole = decodeURIComponent(PolicyDocument);
    const { Statement } = JSON.parse(whole) as { Statement: { Sid: string; Resource: string[]; Condition?: object }[] };
    const put = (statements: object[]) =>
      iam.send(
        new PutRolePolicyCommand({ ...its, PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: statements }) }),
      );
    const restore = () => put(Statement);
    const without = await planted("policy-missing", () => put(Statement.filter(({ Sid }) => Sid !== "StepWelcome")), restore);
    assert.match(without.what, /foyer-worker lacks 'StepWelcome' \(ses:Send/);
    // What the command of the fix puts there is enough.
    await put(Statement.filter(({ Sid }) => Sid !== "StepWelcome"));
    const [, fixed = ""] = /--policy-document '(.*)'$/s.exec((await on.finding("policy-missing")).fix) ?? [];
    const more = { RoleName: its.RoleName, PolicyName: "foyer-missing" };
    await iam.send(new PutRolePolicyCommand({ ...more, PolicyDocument: fixed }));
    assert.deepEqual((await on.examine()).findings, []);
    await iam.send(new DeleteRolePolicyCommand(more));
    await restore();

    const unconditional = Statement.map(({ Condition: _, ...each }) => each);
    assert.match((await planted("policy-superfluous", () => put(unconditional), restore)).what, /'StepWelcome'/);
    const wide = Statement.map((each) => (each.Sid === "StepRecord" ? { ...each, Resource: "*" } : each));
    assert.match((await planted("policy-superfluous", () => put(wide), restore)).what, /'StepRecord' \(.* on \*\)/);
    const denied = { Sid: "No", Effect: "Deny", Action: "ses:*", Resource: "*" };
    assert.match((await planted("policy-missing", () => put([...Statement, denied]), restore)).what, /'StepWelcome'/);

    const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    const { RoleName } = its;
    const attached = await planted(
      "policy-superfluous",
      () => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
      () => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
    );
    assert.match(attached.what, /^The policy AWSLambdaBasicExecutionRole of the role foyer-worker/);
  });

  test("finds a runtime that Lambda no longer keeps", async () => {
    const FunctionName = "foyer-trigger";
    const { lambda } = on.clients;
    const to = (Runtime: "nodejs18.x" | "nodejs24.x") =>
      lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Runtime }));
    const found = await planted(
      "runtime-ending",
      () => to("nodejs18.x"),
      () => to("nodejs24.x"),
    );
    assert.equal(found.what, "foyer-trigger runs on nodejs18.x, which Lambda has deprecated on 2025-09-01.");
  });

  test("finds tables that are missing, have another key, or cannot be restored", async () => {
    const { dynamodb } = on.clients;
    const TableName = "users";
    const drop = () => dynamodb.send(new DeleteTableCommand({ TableName }));
    const make = async (key: string) => {
      await dynamodb.send(
        new CreateTableCommand({
          TableName,
          BillingMode: BillingMode.PAY_PER_REQUEST,
          AttributeDefinitions: [{ AttributeName: key, AttributeType: ScalarAttributeType.S }],
          KeySchema: [{ AttributeName: key, KeyType: KeyType.HASH }],
        }),
      );
      await recoverable(TableName, true);
    };
    const missing = await planted("table-missing", drop, () => make("username"));
    assert.match(missing.fix, /--table-name users .*AttributeName=username,KeyType=HASH/);
    const again = async (key: string) => {
      await drop();
      await make(key);
    };
    const key = await planted(
      "table-key",
      () => again("id"),
      () => again("username"),
    );
    assert.equal(key.what, "The table users has the key id; the file wants username.");
    const recovery = await planted(
      "table-unrecoverable",
      () => recoverable("foyer_ledger", false),
      () => recoverable("foyer_ledger", true),
    );
    assert.match(recovery.why, /the memory of what was done/);
  });

  test("finds groups, attributes and variables that the file names and nobody made", async () => {
    const about = { ...pool, GroupName: "Users" };
    const group = await planted(
      "group-missing",
      () => on.clients.cognito.send(new DeleteGroupCommand(about)),
      () => on.clients.cognito.send(new CreateGroupCommand(about)),
    );
    assert.match(group.fix, /create-group .* --group-name 'Users'/);
    const crm = `
    crm: custom({ permissions: [], resources: { environment: ["CRM_TOKEN"], customAttributes: [{ name: "custom:crm", type: "String" }] },
      replay: "safe", run: async () => {} }),`;
    const file = on.write("more.ts", onboarding(crm));
    assert.match((await on.finding("attribute-missing", file)).fix, /'Name=crm,AttributeDataType=String,Mutable=true'/);
    assert.match((await on.finding("environment-missing", file)).what, /foyer-worker has no variable CRM_TOKEN/);
  });

  test("finds an app client by which users write an attribute that the onboarding sets", async () => {
    const ClientId = on.dev.pool.clientId;
    const writes = (WriteAttributes: string[] | undefined) =>
      on.clients.cognito.send(new UpdateUserPoolClientCommand({ ...pool, ClientId, WriteAttributes }));
    const found = await planted(
      "attribute-writable",
      () => writes(["email", "name", "custom:tier"]),
      () => writes(["email", "name"]),
    );
    assert.match(found.what, /lets users write custom:tier/);
    assert.match(found.fix, /WriteAttributes: \["email","name"\]/);
  });

  test("finds a sender that SES has not verified, a paused account, and a configuration set that is missing", async () => {
    const { ses } = on.clients;
    const sender = { EmailIdentity: "hello@mail.example.com" };
    const found = await planted(
      "sender-unverified",
      () => ses.send(new DeleteEmailIdentityCommand(sender)),
      // A domain above it stands for it.
      () => ses.send(new CreateEmailIdentityCommand({ EmailIdentity: "example.com" })),
    );
    assert.match(found.what, /neither hello@mail\.example\.com nor its domain/);
    await planted(
      "ses-paused",
      () => ses.send(new PutAccountSendingAttributesCommand({ SendingEnabled: false })),
      () => ses.send(new PutAccountSendingAttributesCommand({ SendingEnabled: true })),
    );
    const set = { ConfigurationSetName: "mails" };
    await planted(
      "configuration-set-missing",
      () => ses.send(new DeleteConfigurationSetCommand(set)),
      () => ses.send(new CreateConfigurationSetCommand(set)),
    );
  });

  test("finds quotas that are too small for the rate of sign-ups, and does not look at them without one", async () => {
    const { lambda } = on.clients;
    const FunctionName = "foyer-trigger";
    const reserved = await planted(
      "concurrency-small",
      () => lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 10 })),
      () => lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName })),
      "--sign-ups-per-second",
      "10",
    );
    assert.match(reserved.what, /foyer-trigger has 10 reserved concurrent executions; 10 sign-ups a second can hold 35/);
    const account = await on.finding("concurrency-small", "--sign-ups-per-second", "200");
    assert.match(account.what, /^The account has 1000 concurrent executions .* can hold 2100/);
    const rate = await on.finding("ses-send-rate", "--sign-ups-per-second", "1500");
    assert.match(rate.what, /SES sends 1000 mails a second; .* need 1500/);
    await on.finding("cognito-mail-quota", "--sign-ups-per-second", "0.01");
    const { findings } = await on.examine("--sign-ups-per-second", "0.0001");
    assert.deepEqual(findings, []);
  });

  test("finds nothing once all of it is repaired", async () => {
    assert.deepEqual((await on.examine()).findings, []);
  });

  test("says what it cannot look at, and ends with 1 then", async () => {
    const { faults } = on.dev.local;
    faults.add({
      service: "sesv2",
      operation: "GetAccount",
      kind: "error",
      name: "AccessDeniedException",
      message: "no, you may not",
      status: 403,
    });
    const { exitCode, findings, unchecked } = await on.examine();
    faults.clear();
    assert.deepEqual([exitCode, findings], [1, []]);
    assert.deepEqual(unchecked, ["senders: no, you may not"]);
  });

  test("refuses what it cannot use", async () => {
    assert.match(await on.print("--sign-ups-per-second", "many"), /must be a number above 0/);
    assert.match(await on.print("--function", "mailer"), /must read ROLE=NAME/);
    assert.match(await on.print("--template", "nowhere.json"), /Cannot read the template nowhere\.json/);
    assert.match(await on.print("--user-pool", "us-east-1_Nowhere00"), /us-east-1_Nowhere00 as it is not there/);
    assert.match(await on.print("nowhere.ts"), /no file 'nowhere\.ts'/);
  });
});

describe("foyer doctor in SES's sandbox", () => {
  let on: TestDeployment;
  before(async () => {
    on = await deploy(onboarding(), { sandbox: true });
  });
  after(() => on.stop());

  test("finds that only verified addresses get mails, and few a day", async () => {
    assert.match((await on.finding("ses-sandbox")).fix, /put-account-details --production-access-enabled/);
    const found = await on.finding("ses-day-quota", "--sign-ups-per-second", "0.1");
    assert.match(found.what, /SES sends 200 mails a day; .* need 8640/);
  });
});
