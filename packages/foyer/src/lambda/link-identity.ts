import { OnboardingError } from "../onboarding/errors.ts";
import { describeError } from "../onboarding/failure.ts";
import { developerProviderOf } from "../onboarding/identity-link.ts";
import { identityRecord } from "../onboarding/identity-record.ts";
import type { Onboarding } from "../onboarding/onboarding.ts";
import { recordIdentity } from "../onboarding/record-identity.ts";
import { identityOf } from "./link-identity-call.ts";
import { httpAnswer, LinkError, readLinkEvent } from "./link-identity-event.ts";
import { writeInfoFile } from "./link-identity-file.ts";
import { signedInUser } from "./link-identity-token.ts";
import { log } from "./log.ts";

/**
 * The handler that ties a user's record to the user's identity, at the first call that bears an ID token: as an AppSync Lambda resolver, behind
 * API Gateway (HTTP and REST APIs), and at a function URL, by POST. Who calls is read from the verified token alone. The answer is `{
 * identityId }`, the same each time.
 */
export function linkIdentityHandler(onboarding: Onboarding) {
  const { linkIdentity: options } = onboarding.definition;
  const record = options && identityRecord("linkIdentity", options);
  const provider = developerProviderOf(onboarding.steps);

  async function link(authorization: string | undefined): Promise<{ identityId: string }> {
    const { FOYER_USER_POOL_ID: userPoolId, FOYER_IDENTITY_POOL_ID: identityPoolId, FOYER_BUCKET: bucket } = process.env;
    if (!record) throw new OnboardingError("Cannot link identities as the onboarding must have 'linkIdentity': it is not there");
    if (!userPoolId || !identityPoolId || (options?.infoFile && !bucket))
      throw new OnboardingError(
        "Cannot link identities as FOYER_USER_POOL_ID, FOYER_IDENTITY_POOL_ID and, for the file, FOYER_BUCKET must be set",
      );
    const user = await signedInUser(userPoolId, authorization);
    const identityId = await identityOf(user, { identityPoolId, provider });
    const state = await recordIdentity(record, user, identityId);
    const about = { userPoolId, sub: user.sub };
    if (state === "no record") throw new LinkError("NoRecord", 404, "The user has no record yet. Try again in a moment.");
    if (state === "another") {
      log({ level: "error", message: "the user's record names another identity", ...about });
      throw new LinkError("IdentityConflict", 409, "The user's record names another identity.");
    }
    if (options?.infoFile && bucket) await writeInfoFile(bucket, identityId, user.sub);
    if (state === "recorded") log({ level: "info", message: "identity linked", ...about });
    return { identityId };
  }

  return async (event: unknown): Promise<unknown> => {
    const call = readLinkEvent(event);
    if (!call)
      throw new LinkError("UnknownEvent", 400, "The event must be of an AppSync resolver, of API Gateway or of a function URL.");
    if (call.form === "http" && call.method !== "POST")
      return httpAnswer(405, { error: "MethodNotAllowed", message: "The method must be POST." }, { allow: "POST" });
    try {
      const answer = await link(call.authorization);
      return call.form === "http" ? httpAnswer(200, answer) : answer;
    } catch (error) {
      const told = error instanceof LinkError ? error : failed(error);
      if (told.status === 401)
        log({ level: "warn", message: "no valid ID token", error: (told.cause as Error | undefined)?.name });
      if (call.form === "appsync") throw told;
      const challenge = told.status === 401 ? { "www-authenticate": "Bearer" } : undefined;
      return httpAnswer(told.status, { error: told.name, message: told.message }, challenge);
    }
  };
}

/** What the caller is told of a failure that is not theirs; the log says which it is. */
function failed(error: unknown): LinkError {
  log({ level: "error", message: "linking an identity failed", error: describeError(error) });
  return new LinkError("InternalError", 500, "The identity could not be linked. Try again.");
}
