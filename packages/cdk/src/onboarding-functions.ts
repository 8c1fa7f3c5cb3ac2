import { basename } from "node:path";
import type { IUserPool } from "aws-cdk-lib/aws-cognito";
import type { CfnAlias } from "aws-cdk-lib/aws-lambda";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Role } from "foyer/operate";
import { bundleFunction } from "./bundle.ts";
import type { Definition } from "./definition.ts";
import { OnboardingFunction, type OnboardingFunctionProps } from "./onboarding-function.ts";
import { policy } from "./policies.ts";
import { sizes } from "./sizes.ts";
import { publishWorker, WORKER_ALIAS } from "./worker-version.ts";

export interface OnboardingFunctionsProps {
  /** The onboarding file, absolute, and what it says. */
  readonly file: string;
  readonly definition: Definition;
  readonly userPool: IUserPool;
  readonly ledgerTableName: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logRetention: RetentionDays;
  /** Whether there is a function for users who sign in. */
  readonly hasSignIn: boolean;
  /** Where users have identities: the identity pool and the bucket of their files. */
  readonly identity?: { readonly identityPoolId: string; readonly bucketName?: string };
}

const descriptions: Partial<Record<Role, string>> = {
  "sign-in": "sign-in handler",
  "mail-events": "reader of SES's events",
  "link-identity": "handler that links identities",
};

// Executions may wait for as long as Lambda lets them, 366 days; they are forgotten after the longest retention that it has.
const durable = { executionTimeout: 31_622_400, retentionPeriodInDays: 90 };

/** The functions of an onboarding, each with its own code and its own permissions; the others start the worker by its alias. */
export class OnboardingFunctions extends Construct {
  readonly trigger: OnboardingFunction;
  readonly signIn?: OnboardingFunction;
  readonly worker: OnboardingFunction;
  readonly sweep: OnboardingFunction;
  /** Where a mail has a configuration set. */
  readonly mailEvents?: OnboardingFunction;
  /** Where the file has `linkIdentity`. */
  readonly linkIdentity?: OnboardingFunction;
  readonly workerAlias: CfnAlias;
  /** Keeps asynchronous invocations of the worker that Lambda has given up. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, props: OnboardingFunctionsProps) {
    super(scope, "Functions");
    const { userPool, ledgerTableName } = props;
    this.deadLetters = new Queue(this, "DeadLetters", { enforceSSL: true, retentionPeriod: Duration.days(14) });
    this.worker = this.#make("Worker", "worker", props, { durable, deadLetterQueue: this.deadLetters.queueArn });
    this.#allowDeadLetters();
    this.workerAlias = publishWorker(this.worker);
    const starts = { FOYER_WORKER_ARN: this.workerAlias.ref };
    this.trigger = this.#make("Trigger", "trigger", props, { environment: starts });
    if (props.hasSignIn) this.signIn = this.#make("SignIn", "sign-in", props, { environment: starts });
    const sweeps = { ...starts, FOYER_USER_POOL_ID: userPool.userPoolId };
    this.sweep = this.#make("Sweep", "sweep", props, { environment: sweeps });
    const { policies } = props.definition;
    if (policies["mail-events"]) this.mailEvents = this.#make("MailEvents", "mail-events", props, {});
    if (policies["link-identity"]) this.linkIdentity = this.#makeLinkIdentity(props);

    const names = {
      UserPoolId: userPool.userPoolId,
      LedgerTable: ledgerTableName,
      TriggerFunction: this.trigger.resource.ref,
      WorkerFunction: this.worker.resource.ref,
      ...(this.signIn && { SignInFunction: this.signIn.resource.ref }),
      SweepFunction: this.sweep.resource.ref,
      ...(this.mailEvents && { MailEventsFunction: this.mailEvents.resource.ref }),
      ...(this.linkIdentity && { LinkIdentityFunction: this.linkIdentity.resource.ref }),
      ...identityNames(props),
      WorkerAlias: WORKER_ALIAS,
    };
    const { trigger, worker, signIn, sweep, mailEvents, linkIdentity } = this;
    const made = { trigger, worker, "sign-in": signIn, sweep, "mail-events": mailEvents, "link-identity": linkIdentity };
    for (const [role, each] of Object.entries(made)) each?.grant(policies[role as Role] ?? [], names);
  }

  #make(
    id: string,
    role: Role,
    { file, logRetention, environment, ledgerTableName }: OnboardingFunctionsProps,
    more: Pick<OnboardingFunctionProps, "environment" | "durable" | "deadLetterQueue">,
  ): OnboardingFunction {
    return new OnboardingFunction(this, id, {
      description: `Foyer: the ${descriptions[role] ?? role} of ${basename(file)}`,
      file,
      bundle: (outDir) => bundleFunction(role, file, outDir),
      logRetention,
      ...sizes[role],
      ...more,
      environment: { ...environment, FOYER_LEDGER_TABLE: ledgerTableName, ...more.environment },
    });
  }

  /** The pool calls none of its own, so this one may name the pool and what is made of it. */
  #makeLinkIdentity(props: OnboardingFunctionsProps): OnboardingFunction {
    const { IdentityPoolId = "", Bucket } = identityNames(props);
    return this.#make("LinkIdentity", "link-identity", props, {
      environment: {
        FOYER_USER_POOL_ID: props.userPool.userPoolId,
        FOYER_IDENTITY_POOL_ID: IdentityPoolId,
        ...(Bucket !== undefined && { FOYER_BUCKET: Bucket }),
      },
    });
  }

  /** Lambda puts a dead letter into the queue as the function's role, and makes no function whose role may not. */
  #allowDeadLetters(): void {
    const { worker, deadLetters } = this;
    const statement = { Sid: "DeadLetters", Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [deadLetters.queueArn] };
    worker.resource.addResourceDependency(policy(worker, "DeadLetterPolicy", worker.role.ref, [statement]));
  }
}

/** The identity pool and the bucket that the environment names; where it names none, the construct's own. */
function identityNames({ environment, identity }: OnboardingFunctionsProps): { IdentityPoolId?: string; Bucket?: string } {
  const IdentityPoolId = environment.FOYER_IDENTITY_POOL_ID ?? identity?.identityPoolId;
  const Bucket = environment.FOYER_BUCKET ?? identity?.bucketName;
  return { ...(IdentityPoolId !== undefined && { IdentityPoolId }), ...(Bucket !== undefined && { Bucket }) };
}
