import type { ListUsersRequest, ListUsersResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import { readPage } from "../paging.ts";
import { describeUser } from "../users/describe-user.ts";
import { parseFilter } from "../users/filter.ts";

export const listUsers: CognitoOperation<ListUsersRequest, ListUsersResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const wanted = request.AttributesToGet;
  if (wanted?.some((name) => !pool.schema.has(name))) throw invalidParameter("One or more requested attributes do not exist.");
  const filter = request.Filter ? parseFilter(request.Filter, pool) : undefined;
  const { items, next } = readPage({
    list: `ListUsers ${pool.id} ${request.Filter ?? ""}`,
    token: request.PaginationToken,
    limit: request.Limit,
    read: (after, count) => cognito.users.list(pool, filter, Number(after), count),
    keyOf: (user) => String(user.id),
  });
  const Users = items.map(describeUser);
  if (wanted) {
    for (const user of Users) user.Attributes = user.Attributes?.filter(({ Name }) => wanted.includes(Name as string));
  }
  return { Users, PaginationToken: next };
};
