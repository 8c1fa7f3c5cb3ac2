const names: Record<string, string> = {
  "cognito-idp": "Cognito user pools",
  "cognito-identity": "Cognito identity pools",
  dynamodb: "DynamoDB",
  events: "EventBridge",
  iam: "IAM",
  kms: "KMS",
  lambda: "Lambda",
  logs: "CloudWatch Logs",
  s3: "S3",
  secretsmanager: "Secrets Manager",
  ses: "SES, version 1",
  sesv2: "SES, version 2",
  sqs: "SQS",
  ssm: "Parameter Store",
  states: "Step Functions",
  sts: "STS",
};

/** A service as people call it. */
export function serviceName(service: string): string {
  return names[service] ?? service;
}
