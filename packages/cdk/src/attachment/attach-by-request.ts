import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { CfnUserPool } from "aws-cdk-lib/aws-cognito";
import type { CfnPermission } from "aws-cdk-lib/aws-lambda";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { CfnResource, Lazy, Stack } from "aws-cdk-lib/core";
import type { PolicyStatement } from "foyer/operate";
import { arnOf } from "../arn.ts";
import { bundleModule } from "../bundle.ts";
import { OnboardingFunction } from "../onboarding-function.ts";
import type { Attachment } from "./attach-to-pool.ts";

const handlerFile = fileURLToPath(import.meta.resolve(`./handler${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`));

/**
 * Asks for the triggers of a pool that this stack does not own, by a custom resource: after the functions have their policies and
 * permissions, so that nothing is called before it can work.
 * @param pool where this app makes it in another stack
 */
export function attachByRequest(
  { scope, userPool, functions, worker, customAttributes, smsRoleArn }: Attachment,
  permissions: readonly CfnPermission[],
  pool: CfnUserPool | undefined,
): void {
  const attach = new OnboardingFunction(scope, "Attach", {
    description: "Foyer: attaches the triggers to the user pool",
    file: handlerFile,
    bundle: (outDir) => bundleModule(handlerFile, outDir),
    memoryMb: 256,
    timeoutSeconds: 120,
    logRetention: RetentionDays.ONE_MONTH,
  });
  const names = { AttachFunction: attach.resource.ref, UserPoolId: userPool.userPoolId, SmsRole: smsRoleArn ?? "" };
  attach.grant(statements(customAttributes.length > 0, smsRoleArn !== undefined), names);
  const attachment = new CfnResource(scope, "Attachment", {
    type: "Custom::FoyerAttachment",
    properties: {
      ServiceToken: attach.resource.attrArn,
      UserPoolId: userPool.userPoolId,
      Triggers: Object.fromEntries(
        functions.flatMap(({ called, triggers }) => triggers.map((name) => [name, called.resource.attrArn])),
      ),
      ...(customAttributes.length > 0 && {
        CustomAttributes: customAttributes.map(({ name, type }) => ({
          Name: name.replace(/^custom:/, ""),
          AttributeDataType: type,
        })),
      }),
      // An update of the pool by its own stack takes the triggers away: whatever alters it there asks for them again here.
      ...(pool && { PoolDefinition: Lazy.string({ produce: () => hashOf(pool) }) }),
    },
  });
  for (const before of [
    ...[attach, worker, ...functions.map(({ called }) => called)].flatMap(({ policies }) => policies),
    ...permissions,
  ])
    attachment.addResourceDependency(before);
}

/** The handler's own policy: it reads the pool and sets it. */
function statements(addsAttributes: boolean, passesRole: boolean): PolicyStatement[] {
  const Effect = "Allow" as const;
  const changes = ["cognito-idp:DescribeUserPool", "cognito-idp:UpdateUserPool"];
  const secondFactors = ["cognito-idp:GetUserPoolMfaConfig", "cognito-idp:SetUserPoolMfaConfig"];
  const attributes = addsAttributes ? ["cognito-idp:AddCustomAttributes"] : [];
  return [
    {
      Sid: "Logs",
      Effect,
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [arnOf("logs", `log-group:/aws/lambda/\${AttachFunction}:*`)],
    },
    {
      Sid: "Attach",
      Effect,
      Action: [...changes, ...secondFactors, ...attributes],
      Resource: [arnOf("cognito-idp", `userpool/\${UserPoolId}`)],
    },
    ...(passesRole
      ? [
          {
            Sid: "PassSmsRole",
            Effect,
            Action: ["iam:PassRole"],
            Resource: [`\${SmsRole}`],
            Condition: { StringEquals: { "iam:PassedToService": "cognito-idp.amazonaws.com" } },
          },
        ]
      : []),
  ];
}

function hashOf(pool: CfnUserPool): string {
  const { type, properties } = { type: pool.cfnResourceType, properties: Stack.of(pool).resolve(pool._toCloudFormation()) };
  return createHash("sha256")
    .update(JSON.stringify([type, properties]))
    .digest("hex")
    .slice(0, 16);
}
