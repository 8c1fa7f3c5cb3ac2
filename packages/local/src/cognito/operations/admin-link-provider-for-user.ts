import type {
  AdminLinkProviderForUserRequest,
  AdminLinkProviderForUserResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter, userNotFound } from "../errors.ts";
import { linkIdentity } from "../users/linked-identities.ts";

type Operation = CognitoOperation<AdminLinkProviderForUserRequest, AdminLinkProviderForUserResponse>;

/** The destination is named by its username, one that came from a provider also by its id there. */
export const adminLinkProviderForUser: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const { ProviderName: providerName = "", ProviderAttributeValue: userId = "" } = request.SourceUser ?? {};
  const { ProviderName: destinationProvider, ProviderAttributeValue: username = "" } = request.DestinationUser ?? {};
  if (providerName === "Cognito") {
    throw invalidParameter(
      "Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser",
    );
  }
  const user = cognito.users.find(pool, username) ?? cognito.users.find(pool, `${destinationProvider}_${username}`);
  if (!user) throw userNotFound();
  linkIdentity(cognito, pool, user, { providerName, userId });
  return {};
};
