import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { Attributes } from "../users/attributes.ts";
import { check, isTextList, isTextMap } from "./answer.ts";
import { clientMetadataOf, createEvent, type SignInCaller, validationDataOf } from "./event.ts";
import { invokeTrigger } from "./invoke-trigger.ts";

export interface UserMigrationRequest {
  triggerSource: "UserMigration_Authentication" | "UserMigration_ForgotPassword";
  /** As it was given. */
  username: string;
  /** Of the user to be. */
  sub: string;
  /** Of a sign-in; a forgotten one is not known. */
  password: string | undefined;
  /** Metadata of a sign-in. */
  validationData: Record<string, string> | undefined;
  /** Metadata of ForgotPassword. */
  clientMetadata: Record<string, string> | undefined;
}

/** The user as the function knows one. */
export interface MigratedUser {
  attributes: Attributes;
  status: "CONFIRMED" | "RESET_REQUIRED";
  /** No welcome message. */
  suppressed: boolean;
  desiredDeliveryMediums: string[];
  forceAliasCreation: boolean;
  /** SMS as the second factor. */
  smsMfa: boolean;
}

/**
 * Fires the user migration trigger of a pool that has one.
 * @returns undefined if the function gives no attributes, which says that there is no such user elsewhere either.
 */
export async function userMigration(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  functionArn: string,
  request: UserMigrationRequest,
): Promise<MigratedUser | undefined> {
  const { triggerSource, username, sub, password } = request;
  const event = createEvent(cognito, pool, caller, {
    triggerSource,
    userName: username,
    request: {
      ...(password !== undefined && { password }),
      validationData: validationDataOf(request.validationData),
      ...clientMetadataOf(request.clientMetadata),
    },
    response: {
      userAttributes: null,
      forceAliasCreation: null,
      enableSMSMFA: null,
      finalUserStatus: null,
      messageAction: null,
      desiredDeliveryMediums: null,
    },
  });
  return readUser(await invokeTrigger(cognito, { trigger: "UserMigration", functionArn, pool, sub, event }));
}

function readUser(response: Record<string, unknown>): MigratedUser | undefined {
  const { userAttributes: attributes, finalUserStatus, messageAction } = response;
  const desiredDeliveryMediums = response.desiredDeliveryMediums ?? [];
  check(isTextList(desiredDeliveryMediums));
  if (attributes === undefined || attributes === null) return undefined;
  check(isTextMap(attributes));
  if (Object.keys(attributes).length === 0) return undefined;
  return {
    attributes,
    status: finalUserStatus === "CONFIRMED" ? "CONFIRMED" : "RESET_REQUIRED",
    suppressed: messageAction === "SUPPRESS",
    desiredDeliveryMediums,
    forceAliasCreation: response.forceAliasCreation === true,
    smsMfa: response.enableSMSMFA === true,
  };
}
