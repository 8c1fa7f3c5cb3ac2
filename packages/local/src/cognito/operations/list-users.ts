import type { ListUsersRequest, ListUsersResponse, UserType } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import { readPage } from "../paging.ts";
import { describeUser } from "../users/describe-user.ts";
import { parseFilter } from "../users/filter.ts";
import { positionOf, readPosition, writePosition } from "../users/find-users.ts";

export const listUsers: CognitoOperation<ListUsersRequest, ListUsersResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const wanted = request.AttributesToGet;
  if (wanted?.some((name) => !pool.schema.has(name))) throw unknownAttribute();
  const filter = request.Filter ? parseFilter(request.Filter, pool) : undefined;
  const { items, next } = readPage({
    list: `ListUsers ${pool.id} ${request.Filter ?? ""}`,
    token: request.PaginationToken,
    limit: request.Limit,
    read: (after, count) => cognito.users.list(pool, filter, readPosition(after), count),
    keyOf: (user) => writePosition(positionOf(user, filter)),
  });
  const Users = items.map(describeUser);
  return { Users: wanted?.length ? Users.map((user) => only(wanted, user)) : Users, PaginationToken: next };
};

/** @throws InvalidParameterException for an attribute that the user has no value of, though another may have one */
function only(wanted: readonly string[], user: UserType): UserType {
  const Attributes = user.Attributes?.filter(({ Name }) => wanted.includes(Name as string)) ?? [];
  if (Attributes.length < new Set(wanted).size) throw unknownAttribute();
  return { ...user, Attributes };
}

function unknownAttribute() {
  return invalidParameter("One or more requested attributes do not exist.");
}
