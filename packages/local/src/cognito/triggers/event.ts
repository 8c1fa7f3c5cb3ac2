import type { Call } from "../../endpoint/service.ts";
import type { AppClient } from "../app-clients.ts";
import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../user-pools.ts";

/** What a trigger's function receives. */
export interface TriggerEvent {
  version: "1";
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

export function createEvent(
  cognito: Cognito,
  pool: UserPool,
  caller: TriggerCaller,
  about: Pick<TriggerEvent, "triggerSource" | "userName" | "request" | "response">,
): TriggerEvent {
  return {
    version: "1",
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

/** The key if the call carried metadata; Cognito leaves it out otherwise. */
export function clientMetadataOf(clientMetadata: Record<string, string> | undefined) {
  return clientMetadata && Object.keys(clientMetadata).length > 0 ? { clientMetadata } : {};
}

/** `aws-sdk-js/3.1` in a user agent is `aws-sdk-js-3.1` in an event; of all other clients Cognito knows nothing. */
function sdkVersionOf(userAgent: string): string {
  const match = /\b(aws-sdk-[a-z0-9]+)\/(\d[\w.]*)/i.exec(userAgent);
  return match ? `${match[1]}-${match[2]}` : "aws-sdk-unknown-unknown";
}
