import { join } from "node:path";
import type { Clock } from "./clock.ts";
import { type Cognito, type CognitoSettings, createCognito } from "./cognito/cognito.ts";
import { managedLogin } from "./cognito/hosted-pages/managed-login.ts";
import { cognitoImportUpload } from "./cognito/imports/import-upload.ts";
import { resumeImports } from "./cognito/imports/run-import.ts";
import { confirmationPage } from "./cognito/messages/confirmation-page.ts";
import { cognitoService } from "./cognito/operations/index.ts";
import { cognitoDiscovery } from "./cognito/pools/discovery.ts";
import { addUser, type UserToAdd } from "./cognito/users/add-user.ts";
import { forgetUsers } from "./cognito/users/forget-users.ts";
import { createDynamoDb, dynamoDbOperations } from "./dynamodb/dynamodb.ts";
import { forwardDynamoDb } from "./dynamodb/forward.ts";
import { startEndpoint } from "./endpoint/endpoint.ts";
import { foyerApi } from "./endpoint/foyer-api.ts";
import type { OnboardingOperator } from "./endpoint/foyer-api-operator.ts";
import type { TestEvents } from "./endpoint/foyer-api-test-events.ts";
import type { Service } from "./endpoint/service.ts";
import { type Timeline, timelineOf } from "./endpoint/timeline.ts";
import type { ServedCall } from "./endpoint/work.ts";
import { busName } from "./events/bus-name.ts";
import { deliverToTarget } from "./events/deliver-to-target.ts";
import { createEvents, type Events, eventsService } from "./events/events.ts";
import { putInvocationResult } from "./events/put-invocation-result.ts";
import { deliveryFault } from "./faults/delivery-under-faults.ts";
import { Faults } from "./faults/faults.ts";
import { recordStrike } from "./faults/record-strike.ts";
import { Access } from "./iam/authorize/access.ts";
import { functionPolicy } from "./iam/authorize/function-policy.ts";
import type { AccessMode } from "./iam/authorize/mode.ts";
import { TableKeys } from "./iam/authorize/table-keys.ts";
import { createIam, type Iam, iamService } from "./iam/iam.ts";
import { createCognitoIdentity } from "./identity/identity.ts";
import { cognitoIdentityService } from "./identity/operations/index.ts";
import { identityDiscovery } from "./identity/tokens/discovery.ts";
import { webIdentityVerifier } from "./identity/tokens/verify-web-identity.ts";
import { untilIdle } from "./idle.ts";
import { Journal } from "./journal/journal.ts";
import { keptClock } from "./kept-clock.ts";
import { createKms, kmsService } from "./kms/kms.ts";
import { createExecutions, type Executions } from "./lambda/durable/executions.ts";
import { createFunctions, type Functions } from "./lambda/functions.ts";
import { runtimeApi } from "./lambda/host/runtime-api.ts";
import { lambdaService } from "./lambda/operations/index.ts";
import { functionUrls } from "./lambda/urls/function-url-service.ts";
import { logsService } from "./logs/logs.ts";
import { Outside } from "./outside/outside.ts";
import { outsideDoor } from "./outside/outside-door.ts";
import { createS3, s3Operations } from "./s3/s3.ts";
import { createSecrets, secretsService } from "./secrets/secrets.ts";
import { createInbox, type Inbox } from "./ses/inbox.ts";
import { createSes, sesService, sesv2Service } from "./ses/ses.ts";
import { createSqs, sendEventToQueue, sendToQueue, sqsService } from "./sqs/sqs.ts";
import { createSsm, ssmService } from "./ssm/ssm.ts";
import { createStates, statesService } from "./states/states.ts";
import { Store } from "./store/store.ts";
import { stsService } from "./sts/sts.ts";

export interface LocalOptions extends CognitoSettings {
  /** Default 0: a free port. */
  port?: number | undefined;
  /** Folder that keeps the state over restarts; absent: memory, and nothing is left behind. */
  dataDir?: string | undefined;
  /** Default `us-east-1`. */
  region?: string | undefined;
  /** Default `000000000000`. */
  accountId?: string | undefined;
  /** SES sends only to verified recipients, as it does until AWS grants production access. Default false. */
  sandbox?: boolean | undefined;
  /** Callback handlers are refused from `nodejs24.x` on, as on Lambda. Default false: they run under each runtime. */
  strictRuntimes?: boolean | undefined;
  /**
   * What becomes of calls that no IAM policy allows: `enforce` refuses them, `warn` tells of them, `off` looks at none. Default: callers
   * whose role was made here are enforced, those of other roles warned of; developers' keys may do everything.
   */
  iam?: AccessMode | undefined;
  /** Where DynamoDB's requests are forwarded to, `http://127.0.0.1:8000` for DynamoDB Local; absent: it is here. */
  dynamodb?: string | undefined;
  /** Told of failures that are the local AWS's own fault; default: one line on standard error without the cause's data. */
  onError?: ((error: unknown, operation: string, requestId: string) => void) | undefined;
  /** Told of each API call that a service has served over HTTP; not of what a fault refuses in its place. */
  onCall?: ((call: ServedCall) => void) | undefined;
}

/** A running local AWS. */
export interface LocalAws {
  /** What `AWS_ENDPOINT_URL` must be. */
  url: string;
  region: string;
  accountId: string;
  /** `clock.advance(3 * 86_400_000)` and what is due in three days happens; kept over restarts with `dataDir`. */
  clock: Clock;
  /** What goes wrong on purpose. */
  faults: Faults;
  journal: Journal;
  inbox: Inbox;
  cognito: Cognito;
  functions: Functions;
  executions: Executions;
  events: Events;
  /** Roles, their policies, and the temporary credentials that were handed out. */
  iam: Iam;
  /** What was sent to servers of others, and recorded and answered in their place. */
  outside: Outside;
  /** What `/_foyer/config.json` shows; add to it what clients need to know. */
  config: Record<string, unknown>;
  /** Calls an operation without a socket: `call("cognito-idp", "CreateUserPool", { PoolName: "main" })`. */
  call(service: string, operation: string, input: unknown): Promise<unknown>;
  /** Puts a user into a pool as a CSV import or an identity provider does: no trigger is fired. */
  addUser(user: UserToAdd): Promise<{ sub: string; username: string }>;
  /** The operations of a service that are answered: `operationsOf("cognito-idp")`; undefined if the service is not here. */
  operationsOf(service: string): Iterable<string> | undefined;
  /** Gives `/_foyer/` the operator of the onboarding that was deployed here: who can read its ledger, replay and skip. */
  operateBy(operator: OnboardingOperator): void;
  /** Gives `/_foyer/` made-up events of Cognito's triggers, for people to try functions with. */
  offerTestEvents(testEvents: TestEvents): void;
  /** What happened to one user, folded from the journal. */
  timeline(sub: string): Timeline;
  /** When the next wait or retry of a function is over, in milliseconds since the epoch; undefined if nothing waits. */
  nextDueAt(): number | undefined;
  /**
   * Resolves once no function runs and none is about to: whatever remains waits for the clock.
   * @param timeoutMs of real time, 10 s by default; then it rejects.
   */
  idle(options?: { timeoutMs?: number }): Promise<void>;
  /**
   * Forgets users, identities, mails, suppressed addresses, executions, events, messages in queues, requests to the outside and its
   * stand-ins, logs, table items, objects of S3 and faults, and interrupts what runs. User pools, identity pools, app clients, groups,
   * functions, tables, buckets, queues, state machines, secrets, parameters, senders, event buses and their rules stay, and so does the
   * time; so do the items of a DynamoDB that is elsewhere.
   */
  reset(): Promise<void>;
  /** Ends it: no process, no timer and no socket is left. */
  stop(): Promise<void>;
}

/**
 * Starts the local AWS on one port: user pools, identity pools, Lambda with durable executions, SES with an inbox, DynamoDB, EventBridge, SQS,
 * Step Functions, Secrets Manager, Parameter Store, KMS and CloudWatch Logs.
 */
export async function startLocal(options: LocalOptions = {}): Promise<LocalAws> {
  const { port = 0, dataDir, region = "us-east-1", accountId = "000000000000" } = options;
  const onError = options.onError ?? reportError;
  const store = new Store(dataDir === undefined ? ":memory:" : join(dataDir, "foyer.sqlite"));
  const clock = keptClock(store);
  const journal = new Journal(store, clock);
  let url = "";
  const endpointUrl = () => url;
  const inbox = createInbox({ store, clock, journal });
  const services: Service[] = [];
  const operationsOf = (name: string) => {
    const operations = services.find((service) => service.name === name)?.operations;
    if (name === "s3") return s3Operations;
    return name === "dynamodb" ? dynamoDbOperations : operations && Object.keys(operations);
  };
  const faults = new Faults({
    clock,
    operationsOf,
    onStrike: (fault, target) => recordStrike(journal, fault, target),
  });
  const events = createEvents({
    store,
    clock,
    journal,
    region,
    accountId,
    deliver: deliverToTarget({
      invoke: (functionName, payload, sourceArn, sub) =>
        void functions.invokeLater({
          functionName,
          payload,
          sub,
          principal: { service: "events.amazonaws.com", sourceArn },
        }),
      send: (arn, body, groupId) => sendEventToQueue(sqs, arn, body, groupId),
      faultOf: (service, operation) => deliveryFault(faults, service, operation),
    }),
    deadLetter: (arn, body, attributes) => sendToQueue(sqs, arn, body, attributes),
  });
  const sqs = createSqs({ store, clock, region, accountId, endpointUrl });
  const functions = createFunctions({
    store,
    clock,
    journal,
    dataDir,
    region,
    accountId,
    endpointUrl,
    faults,
    strictRuntimes: options.strictRuntimes,
    deliver: {
      events: (arn, record) => putInvocationResult(events, arn, record),
      sqs: (arn, body, attributes) => sendToQueue(sqs, arn, body, attributes),
    },
  });
  const executions = createExecutions({ store, clock, journal, functions, region, accountId });
  const kms = createKms({ store, clock, region, accountId });
  const cognito = createCognito({
    ...options,
    store,
    clock,
    journal,
    inbox,
    keys: kms,
    functions,
    region,
    accountId,
    endpointUrl,
  });
  const states = createStates({ store, clock, region, accountId });
  const outside = new Outside(store, clock);
  const ses = createSes({
    store,
    clock,
    inbox,
    region,
    accountId,
    sandbox: options.sandbox,
    publish: (arn, event) => events.put({ ...event, bus: busName(arn) }),
  });
  const dynamodb =
    options.dynamodb === undefined
      ? createDynamoDb({ store, clock, region, accountId })
      : forwardDynamoDb(options.dynamodb, region);
  const iam = createIam({ store, clock, region, accountId });
  const identity = createCognitoIdentity({ store, clock, region, accountId, cognito, iam });
  const secrets = createSecrets({ store, clock, region, accountId });
  const s3 = createS3({
    store,
    clock,
    region,
    accountId,
    dataDir,
    onError,
    authorize: ({ caller, ...asked }) => access.authorize(caller, [asked], "s3"),
  });
  const access = new Access({
    mode: options.iam,
    region,
    accountId,
    clock,
    journal,
    iam,
    instanceOf: (accessKeyId) => functions.instanceOf(accessKeyId),
    secretArn: (id) => secrets.find(id)?.arn,
    keyArn: (id) => kms.find(kms.arnOf(id))?.arn ?? kms.arnOf(id),
    functionArn: (name, qualifier) => functions.arnOf(functions.reference(name, qualifier)),
    executionOf: (callbackId) => executions.executionArnOf(callbackId),
    identityOf: (address) => ses.identities.sending(address) ?? address,
    tableKeys: new TableKeys(dynamodb),
    resourcePolicies: {
      lambda: (resource, action) => functionPolicy(functions, resource, action),
      iam: (resource, action) => (action.startsWith("sts:") ? iam.roles.trustPolicyOf(resource) : undefined),
      s3: (resource) => s3.policyOf(resource),
    },
  });
  const config: Record<string, unknown> = { region, accountId };
  const timeline = (sub: string) => timelineOf({ sub, journal, cognito, clock });
  const nextDueAt = () =>
    [executions.nextDueAt() ?? [], functions.nextDueAt() ?? [], events.deliveries.nextDueAt() ?? []]
      .flat()
      .sort((a, b) => a - b)[0];
  const reset = async () => {
    faults.clear();
    executions.reset();
    await functions.reset();
    store.write(() => {
      forgetUsers(store);
      identity.identities.clear();
      inbox.clear();
      ses.suppressionList.clear();
      events.clear();
      sqs.messages.clearAll();
      states.executions.clear();
      outside.clear();
      s3.clear();
      dynamodb.clear();
      journal.clear();
      journal.record("local.reset", {}, {});
    });
    await store.committed();
  };
  const coolDown = (functionName?: string) => functions.coolDown(functionName);
  let operator: OnboardingOperator | undefined;
  let testEvents: TestEvents | undefined;
  const api = foyerApi({
    config,
    clock,
    journal,
    inbox,
    outside,
    cognito,
    timeline,
    logsOf: (invocationId) => functions.logs({ invocationId }),
    functions,
    data: { events, sqs, states, s3 },
    reading: { call: (service, operation, input) => endpoint.call(service, operation, input), dynamodb },
    operations: () =>
      Object.fromEntries([...services, dynamodb, s3].map(({ name }) => [name, [...(operationsOf(name) ?? [])].sort()])),
    operator: () => operator,
    testEvents: () => testEvents,
    faults,
    nextDueAt,
    coolDown,
    reset,
    onError,
  });
  services.push(
    cognitoService(cognito),
    cognitoIdentityService(identity),
    lambdaService(functions, executions),
    sesService(ses),
    sesv2Service(ses),
    eventsService(events),
    sqsService(sqs),
    statesService(states),
    secretsService(secrets),
    ssmService(createSsm({ store, clock, keys: kms, region, accountId })),
    kmsService(kms),
    iamService(iam),
    stsService({ iam, clock, region, accountId, verifyWebIdentity: webIdentityVerifier(identity) }),
    logsService({ logEvents: functions.logEvents, region, accountId }),
  );
  const endpoint = await startEndpoint({
    port,
    store,
    services,
    engines: [dynamodb],
    streamingServices: [s3],
    rawServices: [
      functionUrls(functions, clock),
      runtimeApi(functions),
      outsideDoor({ outside, store, onError }),
      api,
      cognitoDiscovery(cognito),
      identityDiscovery(identity, endpointUrl),
      cognitoImportUpload(cognito),
      managedLogin(cognito, onError),
      confirmationPage(cognito),
    ],
    identify: (accessKeyId) => access.callerOf(accessKeyId),
    admit: (call) => access.admit(call),
    faults,
    crashFunction: ({ accessKeyId }) => functions.host.crash(accessKeyId ?? ""),
    onError,
    onCall: options.onCall,
  });
  url = endpoint.url;
  config.endpoint = url;
  functions.resume();
  executions.resume();
  events.resume();
  resumeImports(cognito);
  return {
    url,
    region,
    accountId,
    clock,
    faults,
    journal,
    inbox,
    cognito,
    functions,
    executions,
    events,
    iam,
    outside,
    config,
    call: endpoint.call,
    async addUser(user) {
      const added = addUser(cognito, user);
      await store.committed();
      return added;
    },
    operationsOf,
    operateBy(given) {
      operator = given;
    },
    offerTestEvents(given) {
      testEvents = given;
    },
    timeline,
    nextDueAt,
    idle: ({ timeoutMs = 10_000 } = {}) =>
      untilIdle(() => events.deliveries.isBusy || functions.isBusy || executions.isBusy, timeoutMs),
    reset,
    async stop() {
      clock.stop();
      api.close();
      events.deliveries.stop();
      await executions.stop();
      await functions.stop();
      faults.stop();
      await endpoint.stop();
      dynamodb.close();
      await s3.close();
      store.close();
    },
  };
}

function reportError(error: unknown, operation: string, requestId: string): void {
  const stack = error instanceof Error ? (error.stack ?? "").split("\n").slice(1, 6).join("\n") : "";
  console.error(
    `foyer: ${operation} failed inside the local AWS (request ${requestId}): ${error instanceof Error ? error.name : typeof error}\n${stack}`,
  );
}
