/**
 * The ARN of a resource in the account and Region of the deployment: `arn("dynamodb", "table/users")`. The place stands in it in
 * CloudFormation's words, `${AWS::Region}`, until the policy is deployed.
 */
export function arn(service: string, resource: string): `arn:${string}` {
  return `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
}

/** The ARN of the user pool that the onboarding is for. */
export const userPoolArn = arn("cognito-idp", `userpool/\${UserPoolId}`);
