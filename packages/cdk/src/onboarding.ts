import { resolve } from "node:path";
import type { IAlarmAction } from "aws-cdk-lib/aws-cloudwatch";
import type { IUserPool } from "aws-cdk-lib/aws-cognito";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { CfnOutput, Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { Alarms } from "./alarms.ts";
import { type AttachedFunction, attachToPool } from "./attachment/attach-to-pool.ts";
import type { TriggerName } from "./attachment/triggers.ts";
import { EntryError } from "./bundle.ts";
import { dashboard } from "./dashboard.ts";
import { readDefinition } from "./definition.ts";
import { identitiesOf } from "./identity/identities-of.ts";
import { linkUrl } from "./identity/link-url.ts";
import type { IdentityProps } from "./identity/user-identities.ts";
import { routeMailEvents } from "./mail-events-rule.ts";
import { type Makeable, makeNamedResources } from "./named-resources.ts";
import { OnboardingFunctions } from "./onboarding-functions.ts";
import { scheduleSweep } from "./sweep-schedule.ts";
import { table } from "./tables.ts";

export interface OnboardingProps {
  /** The onboarding file, from the folder in which the synthesis runs. */
  readonly entry: string;
  /** The pool whose users are onboarded: of this stack, of another one, imported by its id, or of Amplify's backend. */
  readonly userPool: IUserPool;
  /** At which triggers users are onboarded who came by another way. Default both; `[]` for none, and no function for it. */
  readonly signIn?: readonly Exclude<TriggerName, "PostConfirmation">[];
  /** What the stack makes of that which the file names. Default nothing: it is there. */
  readonly make?: readonly Makeable[];
  /** The values of the environment variables that the file's steps read. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Makes an identity pool by which signed-in users get temporary credentials for their own files and items, and for nothing else. Default none.
   */
  readonly identity?: IdentityProps;
  /** Told when an alarm goes off: `new SnsAction(topic)`. */
  readonly alarmActions?: readonly IAlarmAction[];
  /** The age at which a user who is neither done nor waiting sets off an alarm. Default 2 days; 30 days where the file has a flow. */
  readonly unfinishedAfter?: Duration;
  /** How long the functions' logs are kept. Default 3 months. */
  readonly logRetention?: RetentionDays;
  /**
   * For a pool of another stack that sends text messages: the ARN of the role by which it does. To set a trigger is to set the whole pool
   * again, and so to pass it that role again.
   */
  readonly smsRoleArn?: string;
}

/**
 * Deploys what happens after a user confirms: the functions of an onboarding file with exactly the permissions that its steps need, their
 * ledger, the schedule of the sweep, alarms and a dashboard, and attaches them to a user pool.
 */
export class Onboarding extends Construct {
  /** The ledger's table and the worker's alias: what the `foyer` command asks for. */
  readonly ledgerTableName: string;
  readonly workerArn: string;
  /** Where `identity` is given. */
  readonly identityPoolId?: string;
  /** The role of signed-in users, for what else they may do. */
  readonly userRoleArn?: string;
  /** Where the file has `linkIdentity`: the function, for an API Gateway or AppSync of yours, and its URL, if it has one. */
  readonly linkIdentityFunctionArn?: string;
  readonly linkIdentityUrl?: string;

  /** @throws {EntryError} if the file cannot be built or used, or needs an environment variable that `environment` lacks */
  constructor(scope: Construct, id: string, props: OnboardingProps) {
    super(scope, id);
    const { userPool, make = [], logRetention = RetentionDays.THREE_MONTHS } = props;
    const { signIn: signInTriggers = ["PostAuthentication", "PreTokenGeneration"] } = props;
    const file = resolve(props.entry);
    const definition = readDefinition(file);
    const { resources, mailEventsPattern, hasFlow } = definition;
    const { identities, environment } = identitiesOf(this, { ...props, file, definition });
    const missing = resources.environment.filter((name) => environment[name] === undefined);
    if (missing.length > 0)
      throw new EntryError(`Cannot deploy ${file} as 'environment' must have ${missing.join(", ")}: it is not there`);

    const ledgerTableName = table(this, "Ledger", { keyName: "pk" }).ref;
    const hasSignIn = signInTriggers.length > 0;
    const bucketName = props.identity?.bucket?.bucketName;
    const identity = identities && { identityPoolId: identities.pool.ref, ...(bucketName !== undefined && { bucketName }) };
    const about = { file, definition, userPool, ledgerTableName, environment, logRetention, hasSignIn, identity };
    const made = new OnboardingFunctions(this, about);
    const { trigger, signIn, worker, sweep, mailEvents, linkIdentity, workerAlias, deadLetters } = made;
    scheduleSweep(this, sweep.resource);
    if (mailEvents) routeMailEvents(this, userPool.userPoolId, mailEventsPattern, mailEvents.resource);
    makeNamedResources(this, userPool, resources, make);

    const functions: AttachedFunction[] = [
      { called: trigger, triggers: ["PostConfirmation"] },
      ...(signIn ? [{ called: signIn, triggers: signInTriggers }] : []),
    ];
    const customAttributes = make.includes("customAttributes") ? resources.customAttributes : [];
    attachToPool({ scope: this, userPool, functions, worker, customAttributes, smsRoleArn: props.smsRoleArn });

    const { userPoolId } = userPool;
    const alarms = new Alarms(this, {
      userPoolId,
      trigger: trigger.resource,
      signIn: signIn?.resource,
      sweep: sweep.resource,
      deadLetterQueueName: deadLetters.queueName,
      unfinishedAfter: props.unfinishedAfter ?? Duration.days(hasFlow ? 30 : 2),
      actions: props.alarmActions ?? [],
    });
    const shown = {
      trigger,
      ...(signIn && { "sign-in": signIn }),
      worker,
      sweep,
      ...(mailEvents && { "mail-events": mailEvents }),
      ...(linkIdentity && { "link-identity": linkIdentity }),
    };
    dashboard(this, { userPoolId, alarms, functions: shown });

    this.ledgerTableName = ledgerTableName;
    this.workerArn = workerAlias.ref;
    this.identityPoolId = identities?.pool.ref;
    this.userRoleArn = identities?.role.attrArn;
    this.linkIdentityFunctionArn = linkIdentity?.resource.attrArn;
    if (linkIdentity && props.identity?.linkFrom)
      this.linkIdentityUrl = linkUrl(this, linkIdentity.resource, props.identity.linkFrom).attrFunctionUrl;
    new CfnOutput(this, "LedgerTable", { value: this.ledgerTableName, description: "foyer status --table" });
    new CfnOutput(this, "WorkerArn", { value: this.workerArn, description: "foyer replay --worker" });
  }
}
