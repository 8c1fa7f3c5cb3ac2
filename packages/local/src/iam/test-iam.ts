import { IAMClient } from "@aws-sdk/client-iam";
import { type AssumeRoleCommandOutput, STSClient } from "@aws-sdk/client-sts";
import type { LocalAws } from "../local-aws.ts";
import type { LocalOptions } from "../local-options.ts";
import { startLocal } from "../start-local.ts";

/** The local AWS with clients of IAM and STS, which sign as a developer. */
export async function startIam(options: LocalOptions = {}) {
  const failures: unknown[] = [];
  const local = await startLocal({ ...options, onError: (error) => failures.push(error) });
  const iam = new IAMClient(configuration(local));
  const sts = new STSClient(configuration(local));
  return {
    local,
    iam,
    sts,
    /** What failed inside, none of which a client may cause. */
    failures,
    async stop() {
      iam.destroy();
      sts.destroy();
      await local.stop();
    },
  };
}

/** What a client needs to sign as a developer, or as the session that an operation of STS has answered with. */
export function configuration(local: LocalAws, session?: Pick<AssumeRoleCommandOutput, "Credentials">) {
  const { AccessKeyId = "test", SecretAccessKey = "test", SessionToken } = session?.Credentials ?? {};
  return {
    endpoint: local.url,
    region: local.region,
    credentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(SessionToken !== undefined && { sessionToken: SessionToken }),
    },
    maxAttempts: 1,
  };
}

/** A policy of one statement, as text. */
export function policyOf(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}

/** A trust policy for a principal. */
export function trustOf(principal: unknown, more: object = {}): string {
  return policyOf({ Action: "sts:AssumeRole", Principal: principal, ...more });
}
