import { invalidParameter, resourceNotFound } from "../errors.ts";
import type { IdentityPool, IdentityPools } from "./identity-pools.ts";

const mostTags = 50;

/** The pool of an ARN: pools alone have tags. @throws InvalidParameterException, ResourceNotFoundException */
export function taggedPool(pools: IdentityPools, arn: string): IdentityPool {
  const id = /^arn:[\w-]+:cognito-identity:[\w-]+:\d+:identitypool\/([\w-]+:[0-9a-f-]+)$/.exec(arn)?.[1];
  if (id === undefined) throw invalidParameter(`Invalid resource ARN: ${arn}`);
  const pool = pools.get(id);
  if (pool.arn !== arn) throw resourceNotFound(`IdentityPool '${id}' not found.`);
  return pool;
}

/** @throws InvalidParameterException for a key that is AWS's own and for more tags than a pool may have. */
export function withTags(tags: Record<string, string>, added: Record<string, string>): Record<string, string> {
  if (Object.keys(added).some((key) => /^aws:/i.test(key))) throw invalidParameter("Tag keys cannot begin with aws:");
  const all = { ...tags, ...added };
  if (Object.keys(all).length > mostTags) throw invalidParameter(`An identity pool can have at most ${mostTags} tags.`);
  return all;
}
