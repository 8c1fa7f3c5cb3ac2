import { DescribeUserPoolCommand, type UserPoolType } from "@aws-sdk/client-cognito-identity-provider";
import { type FunctionConfiguration, GetFunctionConfigurationCommand, paginateListFunctions } from "@aws-sdk/client-lambda";
import { type Deployment, LEDGER_TABLE } from "foyer/operate";
import { CommandError } from "../errors.ts";
import type { Place } from "../policy/placeholders.ts";
import { functionPlaceholders } from "../policy/placeholders.ts";
import { type Role, roles } from "../policy/read-policies.ts";
import type { Clients } from "./clients.ts";
import { describes } from "./template.ts";

/** What is deployed of an onboarding. */
export interface Deployed {
  readonly pool: UserPoolType & { readonly Id: string; readonly Arn: string };
  readonly functions: Readonly<Partial<Record<Role, FunctionConfiguration>>>;
  /** By which the others start the worker. */
  readonly workerArn: string;
  /** The alias in it; absent: it names none. */
  readonly workerAlias: string | undefined;
  readonly ledgerTable: string;
  /** What the placeholders of the policies stand for. */
  readonly place: Place;
}

/** The functions that the command line names, by role. */
export type NamedFunctions = Readonly<Partial<Record<Role, string>>>;

/**
 * Reads the user pool and finds the functions of its onboarding: by name where they are named, else by the variables that Foyer's handlers
 * need, the triggers of the pool, and what the construct or `foyer dev` calls them.
 * @throws {CommandError} if there is no such pool, or nothing that could be its onboarding
 */
export async function readDeployed(clients: Clients, deployment: Deployment, named: NamedFunctions): Promise<Deployed> {
  const { userPoolId } = deployment;
  const pool = await poolNamed(clients, userPoolId);
  const all: FunctionConfiguration[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client: clients.lambda }, {})) all.push(...Functions);
  const attached = Object.values(pool.LambdaConfig ?? {}).filter((each) => typeof each === "string");
  const candidates = all.filter((each) => variable(each, "FOYER_WORKER_ARN") !== undefined);
  const workerArn =
    deployment.workerArn ??
    variable(
      candidates.find(({ FunctionName }) => Object.values(named).includes(FunctionName ?? "")) ??
        candidates.find(({ FunctionArn = "" }) => attached.includes(FunctionArn)) ??
        candidates.find((each) => variable(each, "FOYER_USER_POOL_ID") === userPoolId),
      "FOYER_WORKER_ARN",
    );
  if (workerArn === undefined)
    throw new CommandError(
      `Cannot find an onboarding of ${userPoolId}: no function names it, and none of its triggers starts a worker. Name the worker with --worker.`,
    );
  const [, , , , , , workerName, workerAlias] = workerArn.split(":");
  const byName = (name: string | undefined) => all.find(({ FunctionName }) => name !== undefined && FunctionName === name);
  const ledgerOfWorker = variable(byName(workerName), "FOYER_LEDGER_TABLE");
  // What does not start the worker is known by the ledger that it shares with it.
  const ofOnboarding = all.filter((each) => {
    const starts = variable(each, "FOYER_WORKER_ARN");
    const ledger = variable(each, "FOYER_LEDGER_TABLE");
    return starts === undefined ? ledger !== undefined && ledger === ledgerOfWorker : starts === workerArn;
  });
  const functions: Partial<Record<Role, FunctionConfiguration>> = {};
  for (const role of roles) {
    const isIt = (each: FunctionConfiguration) => roleOf(each, pool.LambdaConfig) === role;
    const found = byName(named[role]) ?? (role === "worker" ? byName(workerName) : ofOnboarding.find(isIt));
    // A list tells less of a function than the function does.
    const { FunctionName } = found ?? {};
    if (FunctionName) functions[role] = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  }
  const ledgerTable =
    deployment.tableName ??
    Object.values(functions)
      .map((each) => variable(each, "FOYER_LEDGER_TABLE"))
      .find((table) => table !== undefined) ??
    LEDGER_TABLE;
  return {
    pool,
    functions,
    workerArn,
    workerAlias,
    ledgerTable,
    place: placeOf(pool, functions, { ledgerTable, workerAlias, workerName }),
  };
}

/** The value of a variable in a function's environment. */
export function variable(configuration: FunctionConfiguration | undefined, name: string): string | undefined {
  return configuration?.Environment?.Variables?.[name];
}

async function poolNamed({ cognito }: Clients, UserPoolId: string): Promise<Deployed["pool"]> {
  try {
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
    return UserPool as Deployed["pool"];
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
    throw new CommandError(`Cannot examine the user pool ${UserPoolId} as it is not there.`, { cause: error });
  }
}

/** The role of a function: by the construct's description or the name that `foyer dev` gives it, else by what calls it. */
function roleOf(configuration: FunctionConfiguration, triggers: UserPoolType["LambdaConfig"] = {}): Role | undefined {
  const { FunctionArn, FunctionName = "", Description = "" } = configuration;
  const name = FunctionName.toLowerCase();
  const called = roles.find((role) => describes(Description, role)) ?? roles.find((role) => name.endsWith(role));
  if (called) return called;
  if (triggers.PostConfirmation === FunctionArn) return "trigger";
  if (triggers.PostAuthentication === FunctionArn || triggers.PreTokenGeneration === FunctionArn) return "sign-in";
  const included = roles.find((role) => name.includes(role.replace("-", "")));
  // Of those that start the worker, only the sweep is told the pool.
  const isSweep = ["FOYER_USER_POOL_ID", "FOYER_WORKER_ARN"].every((each) => variable(configuration, each) !== undefined);
  return included ?? (isSweep ? "sweep" : undefined);
}

function placeOf(
  { Id, Arn }: Deployed["pool"],
  functions: Deployed["functions"],
  at: { ledgerTable: string; workerAlias: string | undefined; workerName: string | undefined },
): Place {
  const [, partition = "", , region = "", account = ""] = Arn.split(":");
  const names = roles.map((role) => [functionPlaceholders[role], functions[role]?.FunctionName]);
  const told = (name: string) =>
    Object.values(functions)
      .map((each) => variable(each, name))
      .find((value) => value !== undefined);
  const identity = [
    ["IdentityPoolId", told("FOYER_IDENTITY_POOL_ID")],
    ["Bucket", told("FOYER_BUCKET")],
  ];
  return {
    ...Object.fromEntries([...names, ...identity].filter(([, name]) => name !== undefined)),
    "AWS::Partition": partition,
    "AWS::Region": region,
    "AWS::AccountId": account,
    UserPoolId: Id,
    LedgerTable: at.ledgerTable,
    ...(at.workerName !== undefined && { WorkerFunction: at.workerName }),
    WorkerAlias: at.workerAlias ?? "live",
  };
}
