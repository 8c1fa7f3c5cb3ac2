import type { ResourceType } from "./resource-type.ts";
import { attachment } from "./resources/attachment.ts";
import { emailIdentity } from "./resources/email-identity.ts";
import { eventInvokeConfig } from "./resources/event-invoke-config.ts";
import { lambdaFunction } from "./resources/function.ts";
import { functionAlias } from "./resources/function-alias.ts";
import { functionPermission } from "./resources/function-permission.ts";
import { functionVersion } from "./resources/function-version.ts";
import { nestedStack } from "./resources/nested-stack.ts";
import { policy } from "./resources/policy.ts";
import { queue } from "./resources/queue.ts";
import { role } from "./resources/role.ts";
import { rule } from "./resources/rule.ts";
import { table } from "./resources/table.ts";
import { userPool } from "./resources/user-pool.ts";
import { userPoolClient } from "./resources/user-pool-client.ts";
import { userPoolGroup } from "./resources/user-pool-group.ts";

/** The types that are made in the local AWS: those that the construct emits. All others are skipped. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  "AWS::CloudFormation::Stack": nestedStack,
  "AWS::Cognito::UserPool": userPool,
  "AWS::Cognito::UserPoolClient": userPoolClient,
  "AWS::Cognito::UserPoolGroup": userPoolGroup,
  "AWS::DynamoDB::Table": table,
  "AWS::Events::Rule": rule,
  "AWS::IAM::Policy": policy,
  "AWS::IAM::Role": role,
  "AWS::Lambda::Alias": functionAlias,
  "AWS::Lambda::EventInvokeConfig": eventInvokeConfig,
  "AWS::Lambda::Function": lambdaFunction,
  "AWS::Lambda::Permission": functionPermission,
  "AWS::Lambda::Version": functionVersion,
  "AWS::SES::EmailIdentity": emailIdentity,
  "AWS::SQS::Queue": queue,
  "Custom::FoyerAttachment": attachment,
};
