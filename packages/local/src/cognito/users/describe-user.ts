import type { AdminGetUserResponse, UserType } from "@aws-sdk/client-cognito-identity-provider";
import { type Attributes, listAttributes } from "./attributes.ts";
import type { User } from "./users.ts";

/** Every attribute, `sub` the first, as Cognito shows and sends them. */
export function allAttributesOf(user: User): Attributes {
  return { sub: user.sub, ...user.attributes };
}

/** A user as lists and AdminCreateUser show one. */
export function describeUser(user: User): UserType {
  return { Attributes: listAttributes(allAttributesOf(user)), ...commonMembers(user) };
}

/** A user as AdminGetUser shows one. */
export function describeUserInFull(user: User): AdminGetUserResponse {
  return { UserAttributes: listAttributes(allAttributesOf(user)), ...commonMembers(user) };
}

function commonMembers(user: User) {
  return {
    Username: user.username,
    UserCreateDate: new Date(user.createdAt),
    UserLastModifiedDate: new Date(user.modifiedAt),
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}
