import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import type { AwsSettings } from "foyer/operate";

/** The clients that the checks ask. */
export interface Clients {
  readonly cognito: CognitoIdentityProviderClient;
  readonly dynamodb: DynamoDBClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly ses: SESv2Client;
}

/** Clients for an account, or for a local AWS. */
export function clientsOf(aws: AwsSettings = {}): Clients {
  const config = { ...aws, maxAttempts: 5 };
  return {
    cognito: new CognitoIdentityProviderClient(config),
    dynamodb: new DynamoDBClient(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    ses: new SESv2Client(config),
  };
}

/** What is asked for, or undefined if it is not there. */
export async function unlessAbsent<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    const { name } = error as Error;
    const absent = ["ResourceNotFoundException", "NotFoundException", "NoSuchEntityException", "TableNotFoundException"];
    if (absent.includes(name)) return undefined;
    throw error;
  }
}
