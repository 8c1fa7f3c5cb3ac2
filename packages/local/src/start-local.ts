import { join } from "node:path";
import { createAwsServices, type Ground } from "./aws-services.ts";
import { managedLogin } from "./cognito/hosted-pages/managed-login.ts";
import { cognitoImportUpload } from "./cognito/imports/import-upload.ts";
import { resumeImports } from "./cognito/imports/run-import.ts";
import { confirmationPage } from "./cognito/messages/confirmation-page.ts";
import { cognitoService } from "./cognito/operations/index.ts";
import { cognitoDiscovery } from "./cognito/pools/discovery.ts";
import { addUser } from "./cognito/users/add-user.ts";
import { forgetUsers } from "./cognito/users/forget-users.ts";
import { dynamoDbOperations } from "./dynamodb/dynamodb.ts";
import { startEndpoint } from "./endpoint/endpoint.ts";
import { foyerApi } from "./endpoint/foyer-api.ts";
import type { OnboardingOperator } from "./endpoint/foyer-api-operator.ts";
import type { TestEvents } from "./endpoint/foyer-api-test-events.ts";
import type { Service } from "./endpoint/service.ts";
import { timelineOf } from "./endpoint/timeline.ts";
import { eventsService } from "./events/events.ts";
import { Faults } from "./faults/faults.ts";
import { recordStrike } from "./faults/record-strike.ts";
import { iamService } from "./iam/iam.ts";
import { cognitoIdentityService } from "./identity/operations/index.ts";
import { identityDiscovery } from "./identity/tokens/discovery.ts";
import { webIdentityVerifier } from "./identity/tokens/verify-web-identity.ts";
import { untilIdle } from "./idle.ts";
import { Journal } from "./journal/journal.ts";
import { keptClock } from "./kept-clock.ts";
import { kmsService } from "./kms/kms.ts";
import { runtimeApi } from "./lambda/host/runtime-api.ts";
import { lambdaService } from "./lambda/operations/index.ts";
import { functionUrls } from "./lambda/urls/function-url-service.ts";
import type { LocalAws } from "./local-aws.ts";
import type { LocalOptions } from "./local-options.ts";
import { logsService } from "./logs/logs.ts";
import { Outside } from "./outside/outside.ts";
import { outsideDoor } from "./outside/outside-door.ts";
import { s3Operations } from "./s3/s3.ts";
import { secretsService } from "./secrets/secrets.ts";
import { sesService, sesv2Service } from "./ses/ses.ts";
import { sqsService } from "./sqs/sqs.ts";
import { ssmService } from "./ssm/ssm.ts";
import { statesService } from "./states/states.ts";
import { Store } from "./store/store.ts";
import { stsService } from "./sts/sts.ts";

/**
 * Starts the local AWS on one port: user pools, identity pools, Lambda with durable executions, SES with an inbox, DynamoDB, S3, EventBridge,
 * SQS, Step Functions, IAM, STS, Secrets Manager, Parameter Store, KMS and CloudWatch Logs.
 */
export async function startLocal(options: LocalOptions = {}): Promise<LocalAws> {
  const { port = 0, dataDir, region = "us-east-1", accountId = "000000000000", onError = reportError } = options;
  const store = new Store(dataDir === undefined ? ":memory:" : join(dataDir, "foyer.sqlite"));
  const clock = keptClock(store);
  const journal = new Journal(store, clock);
  const services: Service[] = [];
  const operationsOf = (name: string) => {
    const operations = services.find((service) => service.name === name)?.operations;
    if (name === "s3") return s3Operations;
    return name === "dynamodb" ? dynamoDbOperations : operations && Object.keys(operations);
  };
  const faults = new Faults({ clock, operationsOf, onStrike: (fault, target) => recordStrike(journal, fault, target) });
  let url = "";
  const ground: Ground = { store, clock, journal, faults, region, accountId, endpointUrl: () => url, onError };
  const aws = createAwsServices(ground, options);
  const { access, cognito, dynamodb, events, executions, functions, iam, identity, inbox, kms, s3, ses, sqs, states } = aws;
  const outside = new Outside(store, clock);
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
    secretsService(aws.secrets),
    ssmService(aws.ssm),
    kmsService(kms),
    iamService(iam),
    stsService({ ...ground, iam, verifyWebIdentity: webIdentityVerifier(identity) }),
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
      identityDiscovery(identity, ground.endpointUrl),
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
