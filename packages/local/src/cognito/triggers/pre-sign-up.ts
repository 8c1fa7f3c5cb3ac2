import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { Attributes } from "../users/attributes.ts";
import { check, invalid } from "./answer.ts";
import { clientMetadataOf, createEvent, type TriggerCaller, validationDataOf } from "./event.ts";
import { invokeTrigger } from "./invoke-trigger.ts";

export interface PreSignUpRequest {
  triggerSource: "PreSignUp_SignUp" | "PreSignUp_AdminCreateUser" | "PreSignUp_ExternalProvider";
  /** Of the user to be. */
  username: string;
  sub: string;
  attributes: Attributes;
  validationData: Record<string, string> | undefined;
  clientMetadata: Record<string, string> | undefined;
}

/** What the function decided. Cognito heeds it for a SignUp and for nothing else. */
export interface PreSignUpDecision {
  autoConfirmUser: boolean;
  autoVerifyEmail: boolean;
  autoVerifyPhone: boolean;
}

const undecided: PreSignUpDecision = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };

/** Fires the pre sign-up trigger, if the pool has one. To deny the sign-up the function throws; there is no user then. */
export async function preSignUp(
  cognito: Cognito,
  pool: UserPool,
  caller: TriggerCaller,
  request: PreSignUpRequest,
): Promise<PreSignUpDecision> {
  const functionArn = pool.settings.LambdaConfig?.PreSignUp;
  if (!functionArn) return undecided;
  const event = createEvent(cognito, pool, caller, {
    triggerSource: request.triggerSource,
    userName: request.username,
    request: {
      userAttributes: request.attributes,
      validationData: validationDataOf(request.validationData),
      ...clientMetadataOf(request.clientMetadata),
    },
    response: { ...undecided },
  });
  const response = await invokeTrigger(cognito, { trigger: "PreSignUp", functionArn, pool, sub: request.sub, event });
  return readDecision(response);
}

function readDecision(response: Record<string, unknown>): PreSignUpDecision {
  const decision = { ...undecided };
  for (const flag of Object.keys(undecided) as (keyof PreSignUpDecision)[]) {
    const value = response[flag] ?? false;
    check(typeof value === "boolean");
    decision[flag] = value;
  }
  return decision;
}

/** @throws InvalidLambdaResponseException for a decision that Cognito does not carry out. */
export function checkDecision(decision: PreSignUpDecision, attributes: Attributes): void {
  if ((decision.autoVerifyEmail || decision.autoVerifyPhone) && !decision.autoConfirmUser) {
    throw invalid("Phone or email cannot be auto verified, when user is not being auto confirmed.");
  }
  if (decision.autoVerifyEmail && !attributes.email) throw invalid("Email cannot be auto verified, when user has no email.");
  if (decision.autoVerifyPhone && !attributes.phone_number) {
    throw invalid("Phone cannot be auto verified, when user has no phone number.");
  }
}
