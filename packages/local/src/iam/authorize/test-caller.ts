import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { LocalAws } from "../../local-aws.ts";

/** Where the AWS SDK lies for a function whose code is in a folder of its own. */
const sdk = (client: string) => import.meta.resolve(`@aws-sdk/client-${client}`);

const clients = [
  "dynamodb",
  "ses",
  "sesv2",
  "sqs",
  "lambda",
  "eventbridge",
  "secrets-manager",
  "cognito-identity-provider",
  "sfn",
  "kms",
  "sts",
];

/** A function that makes the call it is asked for, under its own credentials, and answers what came of it. */
const code = `
const sdks = ${JSON.stringify(Object.fromEntries(clients.map((name) => [name, sdk(name)])))};
export const handler = async ({ client, command, input }) => {
  const module = await import(sdks[client]);
  const Client = Object.entries(module).find(([name]) => /Client$/.test(name) && name !== "__Client")[1];
  // Bytes come as { base64 }.
  for (const [name, value] of Object.entries(input)) if (value?.base64) input[name] = Buffer.from(value.base64, "base64");
  try {
    const { $metadata, ...output } = await new Client({ maxAttempts: 1 }).send(new module[command + "Command"](input));
    return { output };
  } catch ({ name, message, $metadata }) {
    return { name, message, status: $metadata?.httpStatusCode };
  }
};`;

/** What came of a call: its output, or its error. */
export interface CallResult {
  output?: Record<string, unknown>;
  name?: string;
  message?: string;
  status?: number;
}

export type CallAs = (client: string, command: string, input: object) => Promise<CallResult>;

/** Deploys such a function. @param role the ARN that it runs as */
export function deployCaller(local: LocalAws, functionName: string, role?: string): CallAs {
  const codeDir = mkdtempSync(join(tmpdir(), "foyer-caller-"));
  writeFileSync(join(codeDir, "index.mjs"), code);
  local.functions.deploy({ functionName, codeDir, handler: "index.handler", timeoutSeconds: 20, role });
  rmSync(codeDir, { recursive: true });
  return async (client, command, input) => {
    const { payload } = await local.functions.invoke({ functionName, payload: JSON.stringify({ client, command, input }) });
    return JSON.parse(payload) as CallResult;
  };
}

/** A developer's client of IAM. */
export function iamClient(local: LocalAws): IAMClient {
  return new IAMClient({
    endpoint: local.url,
    region: local.region,
    credentials: { accessKeyId: "foyer", secretAccessKey: "foyer" },
  });
}

/** Makes a role for functions with one inline policy. @returns its ARN */
export async function makeRole(local: LocalAws, RoleName: string, statements: object[]): Promise<string> {
  const iam = iamClient(local);
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }) }),
  );
  if (statements.length > 0) await putPolicy(local, RoleName, statements);
  return Role?.Arn as string;
}

/** Gives a role its inline policy anew. */
export async function putPolicy(local: LocalAws, RoleName: string, statements: object[]): Promise<void> {
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  await iamClient(local).send(new PutRolePolicyCommand({ RoleName, PolicyName: "test", PolicyDocument }));
}
