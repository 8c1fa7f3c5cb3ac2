/** The ARN of a resource in the account and Region of the stack, for `Fn::Sub`. */
export function arnOf(service: string, resource: string): string {
  return `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;
}
