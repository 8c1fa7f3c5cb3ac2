import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";

export async function handler(event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> {
  const domain = event.request.userAttributes.email?.split("@")[1] ?? "";
  event.response = {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: { claimsToAddOrOverride: { company: domain } },
      accessTokenGeneration: { claimsToAddOrOverride: { company: domain }, scopesToAdd: ["orders/read"] },
    },
  };
  return event;
}
