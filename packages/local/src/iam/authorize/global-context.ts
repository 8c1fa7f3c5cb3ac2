import type { Caller } from "../../endpoint/service.ts";
import type { Principal } from "../evaluate/evaluate.ts";
import type { Role } from "../roles.ts";
import type { Context } from "./services/asked.ts";

/** What a request brings along. */
export interface RequestFacts {
  sourceIp: string | undefined;
  userAgent: string;
  /** That of the signature. */
  region: string;
  /** Milliseconds since the epoch, by the clock of the local AWS. */
  now: number;
}

/**
 * The condition keys that every request has, in lower case. Tags of a session hide those of its role.
 * @param role absent where nobody made it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function globalContext(caller: Caller, principal: Principal, facts: RequestFacts, role: Role | undefined): Context {
  const { session, functionName } = caller;
  const { sourceIp, userAgent, region, now } = facts;
  const sessionName = principal.arn.split("/").at(-1);
  const context: Context = {
    "aws:principalarn": [principal.roleArn ?? principal.arn],
    "aws:principalaccount": [principal.accountId],
    "aws:principaltype": ["AssumedRole"],
    "aws:principalisawsservice": ["false"],
    "aws:viaawsservice": ["false"],
    "aws:requestedregion": [region],
    "aws:resourceaccount": [principal.accountId],
    "aws:currenttime": [new Date(now).toISOString()],
    "aws:epochtime": [String(Math.floor(now / 1000))],
    // Every endpoint that an SDK finds on AWS is one of HTTPS: what is denied without it is not denied here.
    "aws:securetransport": ["true"],
  };
  if (sourceIp) context["aws:sourceip"] = [sourceIp.replace(/^::ffff:/, "")];
  if (userAgent) context["aws:useragent"] = [userAgent];
  if (session) {
    context["aws:userid"] = [session.assumedRoleId];
    context["aws:tokenissuetime"] = [new Date(session.issuedAt).toISOString()];
  } else if (role) context["aws:userid"] = [`${role.id}:${sessionName}`];
  if (functionName !== undefined) {
    const [, partition] = principal.arn.split(":");
    context["lambda:sourcefunctionarn"] = [`arn:${partition}:lambda:${region}:${principal.accountId}:function:${functionName}`];
  }
  for (const [name, value] of Object.entries({ ...role?.tags, ...session?.tags })) {
    context[`aws:principaltag/${name.toLowerCase()}`] = [value];
  }
  for (const [name, values] of Object.entries(session?.context ?? {})) context[name.toLowerCase()] = values;
  return context;
}

/** The tags that a request gives to what it makes, as lists of pairs or as maps. */
export function tagContext(input: unknown): Context {
  const { Tags, tags } = (input ?? {}) as { Tags?: unknown; tags?: unknown };
  const given = Tags ?? tags;
  if (typeof given !== "object" || given === null) return {};
  const pairs: [string, unknown][] = Array.isArray(given)
    ? given.map(({ Key, key, Value, value }) => [String(Key ?? key), Value ?? value])
    : Object.entries(given);
  return {
    ...Object.fromEntries(pairs.map(([name, value]) => [`aws:requesttag/${name.toLowerCase()}`, [String(value)]])),
    ...(pairs.length > 0 && { "aws:tagkeys": pairs.map(([name]) => name) }),
  };
}
