import type { Call } from "../../endpoint/service.ts";
import type { Cognito } from "../cognito.ts";
import type { AppClient } from "../pools/app-clients.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { allAttributesOf } from "../users/describe-user.ts";
import type { User } from "../users/users.ts";

/** What a trigger's function receives. */
export interface TriggerEvent {
  /** "1" but for the later forms of the pre token generation event. */
  version: "1" | "2" | "3";
  region: string;
  userPoolId: string;
  /** The immutable username. */
  userName: string;
  callerContext: { awsSdkVersion: string; clientId?: string | null };
  triggerSource: string;
  request: Record<string, unknown>;
  response: Record<string, unknown>;
}

/** Who made the call that fires a trigger; an administrator's calls name no app client. */
export interface TriggerCaller {
  call: Call;
  client?: AppClient;
}

/** Who signs in, always through an app client. */
export interface SignInCaller extends TriggerCaller {
  client: AppClient;
  /** Told of the user whose challenges are all met, in place of tokens: a hosted page gives them out by its own rules. */
  signedIn?: (user: User) => void;
}

export function createEvent(
  cognito: Cognito,
  pool: UserPool,
  caller: TriggerCaller,
  about: Pick<TriggerEvent, "triggerSource" | "userName" | "request" | "response"> & Partial<Pick<TriggerEvent, "version">>,
): TriggerEvent {
  return {
    version: about.version ?? "1",
    region: cognito.region,
    userPoolId: pool.id,
    userName: about.userName,
    callerContext: {
      awsSdkVersion: sdkVersionOf(caller.call.userAgent),
      clientId: caller.client ? caller.client.id : cognito.adminClientId,
    },
    triggerSource: about.triggerSource,
    request: about.request,
    response: about.response,
  };
}

/** The attributes of a stored user as an event has them: flat, every value a text, the status among them. */
export function userAttributesOf(pool: UserPool, user: User): Record<string, string> {
  const { sub, ...attributes } = allAttributesOf(user);
  const aliases = pool.settings.AliasAttributes ?? [];
  return {
    sub: sub as string,
    // Real events carry these two only where the attribute is an alias.
    ...(aliases.includes("email") && attributes.email && { "cognito:email_alias": attributes.email }),
    ...(aliases.includes("phone_number") && attributes.phone_number && { "cognito:phone_number_alias": attributes.phone_number }),
    "cognito:user_status": user.status,
    ...attributes,
  };
}

/** `validationData`, which is there in every event that can have it. */
export function validationDataOf(data: Record<string, string> | undefined): Record<string, string> | null {
  return data && Object.keys(data).length > 0 ? data : null;
}

/** The key if the call carried metadata; Cognito leaves it out otherwise. */
export function clientMetadataOf(clientMetadata: Record<string, string> | undefined) {
  return clientMetadata && Object.keys(clientMetadata).length > 0 ? { clientMetadata } : {};
}

/** `aws-sdk-js/3.1` in a user agent is `aws-sdk-js-3.1` in an event; of all other clients Cognito knows nothing. */
export function sdkVersionOf(userAgent: string): string {
  const match = /\b(aws-sdk-[a-z0-9]+)\/(\d[\w.]*)/i.exec(userAgent);
  return match ? `${match[1]}-${match[2]}` : "aws-sdk-unknown-unknown";
}
