import { randomUUID } from "node:crypto";
import type {
  CreateManagedLoginBrandingRequest,
  CreateManagedLoginBrandingResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { CognitoOperation } from "../cognito.ts";
import { describeBranding, readBranding } from "../hosted-pages/brandings.ts";

type Operation = CognitoOperation<CreateManagedLoginBrandingRequest, CreateManagedLoginBrandingResponse>;

export const createManagedLoginBranding: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const client = cognito.appClients.getOf(pool, request.ClientId as string);
  const settings = readBranding(client.id, request);
  const { brandings } = cognito.hostedPages;
  if (brandings.ofClient(client.id).length > 0) {
    throw new AwsError("ManagedLoginBrandingExistsException", `Client ${client.id} has a managed login branding already.`);
  }
  return { ManagedLoginBranding: describeBranding(brandings.put(pool.id, randomUUID(), settings, client.id)) };
};
