import type { GetUserRequest, GetUserResponse } from "@aws-sdk/client-cognito-identity-provider";
import { bearerOf } from "../access-tokens.ts";
import { listAttributes, readableBy } from "../attributes.ts";
import type { CognitoOperation } from "../cognito.ts";
import { allAttributesOf } from "../describe-user.ts";

export const getUser: CognitoOperation<GetUserRequest, GetUserResponse> = async (cognito, request) => {
  const { user, client } = await bearerOf(cognito, request.AccessToken as string);
  return { Username: user.username, UserAttributes: listAttributes(readableBy(client, allAttributesOf(user))) };
};
