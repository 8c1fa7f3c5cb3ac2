import { randomInt, randomUUID } from "node:crypto";
import type { Cognito } from "../cognito/cognito.ts";
import { ApiError } from "./foyer-api-error.ts";
import type { Handler } from "./foyer-api-routes.ts";

/** Who and what a test event is about. */
export interface TestEventSubject {
  region: string;
  userPoolId: string;
  clientId: string;
  sub: string;
  /** Of the event before tokens are made, which the pool decides. */
  tokenVersion: "1" | "2" | "3";
  /** A code as a custom sender receives it, encrypted. */
  encryptedCode: string;
}

/** Made-up events of Cognito's triggers: whoever starts the local AWS may have some, and gives it these. */
export interface TestEvents {
  sources: readonly { source: string; about: string }[];
  /** @returns undefined for a source that is not among them */
  make(source: string, subject: TestEventSubject): unknown;
}

/** `/_foyer/test-events` lists the trigger sources; `/_foyer/test-events/<source>?userPoolId=&clientId=` makes up an event of one. */
export function testEventRoutes(
  { userPools, keys }: Pick<Cognito, "userPools" | "keys">,
  testEvents: () => TestEvents | undefined,
  region: () => string,
): Record<string, Handler> {
  return {
    GET: ({ path: [source], query }) => {
      if (source === undefined) return testEvents()?.sources ?? [];
      const userPoolId = query.get("userPoolId") ?? "";
      const pool = userPools.find(userPoolId);
      if (!pool) throw new ApiError(404, "NotFound", `There is no user pool '${userPoolId}'`);
      const { KMSKeyID = "alias/foyer-dev", PreTokenGenerationConfig } = pool.settings.LambdaConfig ?? {};
      const code = String(randomInt(1_000_000)).padStart(6, "0");
      const event = testEvents()?.make(source, {
        region: region(),
        userPoolId,
        clientId: query.get("clientId") ?? "CLIENT_ID_NOT_APPLICABLE",
        sub: randomUUID(),
        tokenVersion: tokenVersions[PreTokenGenerationConfig?.LambdaVersion ?? "V1_0"] ?? "1",
        encryptedCode: keys.encryptMessage(KMSKeyID, code, { "userpool-id": userPoolId }),
      });
      if (event === undefined) throw new ApiError(404, "NotFound", `There is no test event of the source '${source}'`);
      return event;
    },
  };
}

const tokenVersions: Record<string, TestEventSubject["tokenVersion"]> = { V1_0: "1", V2_0: "2", V3_0: "3" };
