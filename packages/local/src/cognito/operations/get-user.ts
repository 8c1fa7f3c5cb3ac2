import type { GetUserRequest, GetUserResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeMfa } from "../mfa/describe-mfa.ts";
import { bearerOf } from "../tokens/access-tokens.ts";
import { listAttributes, readableBy } from "../users/attributes.ts";
import { allAttributesOf } from "../users/describe-user.ts";

export const getUser: CognitoOperation<GetUserRequest, GetUserResponse> = async (cognito, request) => {
  const { user, client } = await bearerOf(cognito, request.AccessToken as string);
  const UserAttributes = listAttributes(readableBy(client, allAttributesOf(user)));
  return { Username: user.username, UserAttributes, ...describeMfa(cognito, user) };
};
