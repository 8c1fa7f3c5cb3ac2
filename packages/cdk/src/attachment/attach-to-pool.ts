import { CfnUserPool, type IUserPool } from "aws-cdk-lib/aws-cognito";
import { CfnPermission } from "aws-cdk-lib/aws-lambda";
import { Aws, CfnResource, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { CustomAttribute } from "foyer";
import type { OnboardingFunction } from "../onboarding-function.ts";
import { attachByRequest } from "./attach-by-request.ts";
import { attachInTemplate } from "./attach-in-template.ts";
import type { TriggerName } from "./triggers.ts";

/** A function that the pool calls, and at which triggers. */
export interface AttachedFunction {
  readonly called: OnboardingFunction;
  readonly triggers: readonly TriggerName[];
}

export interface Attachment {
  readonly userPool: IUserPool;
  readonly functions: readonly AttachedFunction[];
  /** What they start. */
  readonly worker: OnboardingFunction;
  readonly customAttributes: readonly CustomAttribute[];
  /** For a pool that sends text messages: the ARN of its role, which has to be passed to Cognito again. */
  readonly smsRoleArn?: string;
  readonly scope: Construct;
}

/**
 * Makes the pool call the functions, and permits Cognito to do so for this pool of this account only. A pool of the same stack is told in
 * its own resource; any other is asked by a custom resource, as a template cannot change what another owns.
 */
export function attachToPool(attachment: Attachment): void {
  const { scope, userPool, functions } = attachment;
  const permissions = functions.map(({ called, triggers }) => {
    return new CfnPermission(scope, `Allow${triggers[0]}`, {
      functionName: called.resource.attrArn,
      action: "lambda:InvokeFunction",
      principal: "cognito-idp.amazonaws.com",
      sourceArn: userPool.userPoolArn,
      sourceAccount: Aws.ACCOUNT_ID,
    });
  });
  const resource = resourceOf(userPool);
  if (resource && isOfStack(userPool, scope)) attachInTemplate(attachment, resource);
  else attachByRequest(attachment, permissions, resource);
}

/** Whether the template of the scope makes the pool: what the pool names cannot name the pool then. */
export function isOfStack(userPool: IUserPool, scope: Construct): boolean {
  const resource = resourceOf(userPool);
  return resource !== undefined && Stack.of(resource) === Stack.of(scope);
}

/** The pool's own resource, where this app makes it. */
function resourceOf(userPool: IUserPool): CfnUserPool | undefined {
  const child = userPool.node.defaultChild;
  // By its type and not by its class: there may be two copies of the CDK.
  if (!child || !CfnResource.isCfnResource(child)) return undefined;
  return child.cfnResourceType === CfnUserPool.CFN_RESOURCE_TYPE_NAME ? (child as CfnUserPool) : undefined;
}
