import { AwsError } from "../../../endpoint/aws-error.ts";
import { bearerOf } from "../../tokens/access-tokens.ts";
import { attributesInScope } from "../../tokens/scopes.ts";
import { readableBy } from "../../users/attributes.ts";
import { allAttributesOf } from "../../users/describe-user.ts";
import { json, type PageAnswer } from "../page-answer.ts";
import type { PageRequest } from "../page-request.ts";

/** `GET` and `POST /oauth2/userInfo`: the user of an access token that has the scope `openid`. Every value is a text. */
export async function userInfo({ cognito, pool, authorization }: PageRequest): Promise<PageAnswer> {
  const accessToken = /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
  if (!accessToken) return refuse("invalid_request", "Bearer token is missing or malformed", 400);
  try {
    const bearer = await bearerOf(cognito, accessToken, "openid");
    if (bearer.pool.id !== pool.id) return refuse("invalid_token", "Access token is of another user pool", 401);
    const attributes = attributesInScope(readableBy(bearer.client, allAttributesOf(bearer.user)), bearer.scopes);
    return json(200, { ...attributes, username: bearer.user.username });
  } catch (error) {
    if (error instanceof AwsError) return refuse("invalid_token", error.message, 401);
    throw error;
  }
}

function refuse(error: string, description: string, status: number): PageAnswer {
  const challenge = `Bearer error="${error}", error_description="${description}"`;
  return json(status, { error, error_description: description }, { "www-authenticate": challenge });
}
