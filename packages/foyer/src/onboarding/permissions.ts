import { arn, userPoolArn } from "./arn.ts";
import { linkPermissions } from "./identity-link.ts";
import type { Onboarding, Phase } from "./onboarding.ts";

/**
 * One thing that a step must be allowed to do. Each action and each resource is exact; `arn` and `userPoolArn` name what is in the
 * account of the deployment.
 */
export interface Permission {
  readonly actions: readonly `${string}:${string}`[];
  readonly resources: readonly `arn:${string}`[];
  /** As in an IAM statement: `{ StringEquals: { "ses:FromAddress": "hello@acme.com" } }`. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A statement of an IAM policy. */
export interface PolicyStatement {
  Sid: string;
  Effect: "Allow";
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, string>>;
}

export type Role = "trigger" | "worker" | "sign-in" | "sweep" | "mail-events" | "link-identity";

/** Where an onboarding is deployed: what the placeholders of a resource stand for. */
export interface Place {
  "AWS::Partition": string;
  "AWS::Region": string;
  "AWS::AccountId": string;
  UserPoolId: string;
  LedgerTable: string;
  TriggerFunction: string;
  WorkerFunction: string;
  SignInFunction: string;
  SweepFunction: string;
  MailEventsFunction?: string;
  LinkIdentityFunction?: string;
  IdentityPoolId?: string;
  /** Of the users' files. */
  Bucket?: string;
  /** The alias by which the others start the worker. */
  WorkerAlias: string;
}

/** The phases whose steps a function runs. */
const phasesOf: Record<Role, readonly Phase[]> = {
  trigger: ["beforeFirstSignIn"],
  "sign-in": ["beforeFirstSignIn"],
  worker: ["beforeFirstSignIn", "afterwards", "onPasswordReset"],
  sweep: [],
  "mail-events": [],
  "link-identity": [],
};

const functionOf: Record<Role, string> = {
  trigger: `\${TriggerFunction}`,
  "sign-in": `\${SignInFunction}`,
  worker: `\${WorkerFunction}`,
  sweep: `\${SweepFunction}`,
  "mail-events": `\${MailEventsFunction}`,
  "link-identity": `\${LinkIdentityFunction}`,
};

/**
 * The functions that an onboarding has: that of SES's sending events only where a mail names a configuration set, that of identities only
 * where the file has `linkIdentity`.
 */
export function rolesOf({ steps, definition }: Onboarding): Role[] {
  const roles: Role[] = ["trigger", "worker", "sweep", "sign-in"];
  if (steps.some(({ step }) => step.settledByEvents)) roles.push("mail-events");
  if (definition.linkIdentity) roles.push("link-identity");
  return roles;
}

/**
 * The policy of one of the functions, computed from the onboarding alone. Without `place` its placeholders stay, ready for `Fn::Sub`.
 * No resource is `*`; the only wildcards are for what AWS names by itself: versions and executions of the
 * worker, log streams, and identities in the one name of a file.
 */
export function permissionsOf(onboarding: Onboarding, role: Role, place?: Place): PolicyStatement[] {
  const statements = [
    ...runtime(role, onboarding),
    ...[...onboarding.steps, ...onboarding.stops]
      .filter(({ phase }) => phasesOf[role].includes(phase))
      .flatMap(({ name, step }) => step.permissions.map((permission, index) => statement(sidOf(name, index), permission))),
  ];
  return place ? statements.map((each) => placed(each, place)) : statements;
}

/** `StepWelcome`, and `Step2Welcome` for its second permission: the number stands where no name of a step can have one. */
function sidOf(step: string, index: number): string {
  return `Step${index === 0 ? "" : index + 1}${step[0]?.toUpperCase()}${step.slice(1)}`;
}

/** What the handlers themselves do, whatever the steps are. */
function runtime(role: Role, { definition: { linkIdentity, usersSince }, steps }: Onboarding): PolicyStatement[] {
  const worker = arn("lambda", `function:\${WorkerFunction}`);
  const table = [arn("dynamodb", `table/\${LedgerTable}`)];
  const logs = statement("Logs", {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [arn("logs", `log-group:/aws/lambda/${functionOf[role]}:*`)],
  });
  const ledger = statement("Ledger", {
    actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    resources: table,
  });
  const startWorker = statement("StartWorker", {
    actions: ["lambda:InvokeFunction"],
    resources: [`${worker}:\${WorkerAlias}`],
  });
  const readUser = statement("ReadUser", {
    actions: ["cognito-idp:AdminGetUser", "cognito-idp:ListUsers"],
    resources: [userPoolArn],
  });
  if (role === "mail-events") {
    return [logs, statement("Ledger", { actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"], resources: table })];
  }
  if (role === "link-identity")
    return [logs, ...linkPermissions(linkIdentity ?? {}, steps).map(([sid, permission]) => statement(sid, permission))];
  if (role === "trigger") return [logs, ledger, startWorker, ...(usersSince === undefined ? [] : [readUser])];
  if (role === "sign-in") return [logs, ledger, startWorker, readUser];
  if (role === "sweep") {
    return [
      logs,
      ledger,
      statement("ReadLedger", { actions: ["dynamodb:Scan", "dynamodb:BatchGetItem"], resources: table }),
      startWorker,
      statement("ReadExecutions", { actions: ["lambda:GetDurableExecution"], resources: [`${worker}:*`] }),
      statement("ReadPool", { actions: ["cognito-idp:ListUsers"], resources: [userPoolArn] }),
    ];
  }
  return [
    logs,
    ledger,
    readUser,
    statement("DurableExecution", {
      actions: ["lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState"],
      resources: [`${worker}:*`],
    }),
  ];
}

function statement(sid: string, { actions, resources, condition }: Permission): PolicyStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: [...actions],
    Resource: [...resources],
    ...(condition && { Condition: structuredClone(condition) as Record<string, Record<string, string>> }),
  };
}

function placed(each: PolicyStatement, place: Place): PolicyStatement {
  return JSON.parse(
    JSON.stringify(each).replace(/\$\{([\w:]+)\}/g, (whole, name: string) => place[name as keyof Place] ?? whole),
  );
}

/** Says why a permission asks for too much, or gives undefined if it is exact. */
export function tooBroad(permission: Permission): string | undefined {
  for (const action of permission.actions) {
    if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)) return `the action '${action}' is not one action`;
  }
  for (const resource of permission.resources) {
    // The objects of a bucket have no names yet when the policy is written; everything else has.
    const named = resource.replace(/^(arn:[^:]+:s3:::[^*]+)\/\*$/, "$1");
    if (!/^arn:[^*]+$/.test(named)) return `the resource '${resource}' is not one ARN`;
  }
  return undefined;
}
