import type { Clock } from "../clock.ts";
import type { Call, Operation, Service } from "../endpoint/service.ts";
import type { Iam } from "../iam/iam.ts";
import { operations } from "./operations/index.ts";

/** What the operations work on. */
export interface Sts {
  iam: Iam;
  clock: Clock;
  region: string;
  accountId: string;
  /** Reads a token of an identity provider. Absent: the account knows no provider. */
  verifyWebIdentity?: VerifyWebIdentity | undefined;
}

/** @throws {AwsError} InvalidIdentityTokenException, ExpiredTokenException */
export type VerifyWebIdentity = (token: string) => WebIdentity | Promise<WebIdentity>;

/** Whom a token is about, as its provider says. */
export interface WebIdentity {
  /** As trust policies name it in `Federated`, and condition keys in front of their colon: `cognito-identity.amazonaws.com`. */
  provider: string;
  subject: string;
  /** An identity pool's id, or a client's. */
  audience: string;
  claims: Record<string, unknown>;
  /** Session tags that the token asks for. */
  tags?: Record<string, string> | undefined;
  transitiveTagKeys?: string[] | undefined;
}

/** One API call of STS. */
export type StsOperation<Input, Output> = (sts: Sts, request: Input, call: Call) => Output;

/** STS as a service of the endpoint. */
export function stsService(sts: Sts): Service {
  const bound = Object.entries(operations).map(([name, operation]): [string, Operation] => [
    name,
    (input, call) => operation(sts, input as never, call),
  ]);
  return { name: "sts", operations: Object.fromEntries(bound) };
}
