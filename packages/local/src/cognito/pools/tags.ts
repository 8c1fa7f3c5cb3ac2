import type { Cognito } from "../cognito.ts";
import { invalidParameter, resourceNotFound } from "../errors.ts";
import type { UserPool } from "./user-pools.ts";

const mostTags = 50;

/** The pool of an ARN: pools alone have tags. @throws InvalidParameterException, ResourceNotFoundException */
export function taggedPool(cognito: Cognito, arn: string): UserPool {
  const id = /:userpool\/([\w-]+_[0-9a-zA-Z]+)$/.exec(arn)?.[1];
  if (!arn.includes(":cognito-idp:") || id === undefined) throw invalidParameter(`Invalid resource ARN: ${arn}`);
  const pool = cognito.userPools.get(id);
  if (pool.arn !== arn) throw resourceNotFound(`User pool ${id} does not exist.`);
  return pool;
}

/** @throws InvalidParameterException for a key that is AWS's own and for more tags than a resource may have. */
export function withTags(tags: Record<string, string>, added: Record<string, string>): Record<string, string> {
  if (Object.keys(added).some((key) => /^aws:/i.test(key))) throw invalidParameter("Tag keys cannot begin with aws:");
  const all = { ...tags, ...added };
  if (Object.keys(all).length > mostTags) throw invalidParameter(`A user pool can have at most ${mostTags} tags.`);
  return all;
}
