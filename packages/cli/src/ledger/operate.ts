import { type Deployment, LEDGER_TABLE, type Operator } from "foyer/operate";
import { CommandError } from "../errors.ts";
import { type DeploymentValues, deploymentOf } from "./deployment.ts";

/**
 * Does something with the deployment that the command line names.
 * @throws {CommandError} instead of what the operator or AWS says, where more can be said.
 */
export async function operate<T>(values: DeploymentValues, work: (operator: Operator) => Promise<T>): Promise<T> {
  const deployment = await deploymentOf(values);
  const { OperateError, Operator } = await import("foyer/operate");
  try {
    return await work(new Operator(deployment));
  } catch (error) {
    if (error instanceof OperateError) throw new CommandError(error.message, { cause: error });
    throw explained(error as Error, deployment);
  }
}

function explained(error: Error, { userPoolId, tableName = LEDGER_TABLE, aws }: Deployment): Error {
  const where = aws?.endpoint ?? aws?.region ?? "your Region";
  const sentences: Record<string, string> = {
    ResourceNotFoundException: `Either the table ${tableName} or the user pool ${userPoolId} is not at ${where}: ${error.message}. Name them with --table and --user-pool.`,
    CredentialsProviderError: `No AWS credentials were found: ${error.message}. Name a profile with --profile.`,
    AccessDeniedException: `Your AWS credentials do not allow it: ${error.message}.`,
  };
  const sentence = sentences[error.name];
  return sentence === undefined ? error : new CommandError(sentence.replace(/\.{2,}/g, "."), { cause: error });
}
