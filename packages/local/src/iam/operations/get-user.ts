import type { GetUserRequest, GetUserResponse } from "@aws-sdk/client-iam";
import { noSuchEntity, validation } from "../errors.ts";
import type { IamOperation } from "../iam.ts";

/** There are no IAM users here: a developer is the account's root, of whom AWS shows neither name nor path. */
export const getUser: IamOperation<GetUserRequest, GetUserResponse> = (iam, request, { caller }) => {
  if (request.UserName !== undefined) throw noSuchEntity(`The user with name ${request.UserName} cannot be found.`);
  if (caller.kind !== "developer") throw validation("Must specify userName when calling with non-User credentials");
  const { accountId } = iam;
  const user = { UserId: accountId, Arn: `arn:aws:iam::${accountId}:root`, CreateDate: new Date(0) };
  return { User: { ...user, UserName: undefined, Path: undefined } };
};
