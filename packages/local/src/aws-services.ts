import type { Clock } from "./clock.ts";
import { createCognito } from "./cognito/cognito.ts";
import { createDynamoDb } from "./dynamodb/dynamodb.ts";
import { forwardDynamoDb } from "./dynamodb/forward.ts";
import { busName } from "./events/bus-name.ts";
import { deliverToTarget } from "./events/deliver-to-target.ts";
import { createEvents } from "./events/events.ts";
import { putInvocationResult } from "./events/put-invocation-result.ts";
import { deliveryFault } from "./faults/delivery-under-faults.ts";
import type { Faults } from "./faults/faults.ts";
import { Access } from "./iam/authorize/access.ts";
import { functionPolicy } from "./iam/authorize/function-policy.ts";
import { TableKeys } from "./iam/authorize/table-keys.ts";
import { createIam } from "./iam/iam.ts";
import { createCognitoIdentity } from "./identity/identity.ts";
import type { Journal } from "./journal/journal.ts";
import { createKms } from "./kms/kms.ts";
import { createExecutions } from "./lambda/durable/executions.ts";
import { createFunctions } from "./lambda/functions.ts";
import type { LocalOptions } from "./local-options.ts";
import { createS3 } from "./s3/s3.ts";
import { createSecrets } from "./secrets/secrets.ts";
import { createInbox } from "./ses/inbox.ts";
import { parseRawMessage } from "./ses/raw-message.ts";
import { createSes } from "./ses/ses.ts";
import { createSqs, sendEventToQueue, sendToQueue } from "./sqs/sqs.ts";
import { createSsm } from "./ssm/ssm.ts";
import { createStates } from "./states/states.ts";
import type { Store } from "./store/store.ts";

/** What every service stands on. */
export interface Ground {
  store: Store;
  clock: Clock;
  journal: Journal;
  faults: Faults;
  region: string;
  accountId: string;
  /** Known once the endpoint listens. */
  endpointUrl: () => string;
  onError: NonNullable<LocalOptions["onError"]>;
}

/** The state and the logic of every AWS service, and how they reach each other; how requests reach them is in `start-local.ts`. */
export type AwsServices = ReturnType<typeof createAwsServices>;

export function createAwsServices(ground: Ground, options: LocalOptions) {
  const { region, faults } = ground;
  const { dataDir } = options;
  const inbox = createInbox(ground);
  const sqs = createSqs(ground);
  const events = createEvents({
    ...ground,
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
  const functions = createFunctions({
    ...ground,
    dataDir,
    strictRuntimes: options.strictRuntimes,
    deliver: {
      events: (arn, record) => putInvocationResult(events, arn, record),
      sqs: (arn, body, attributes) => sendToQueue(sqs, arn, body, attributes),
    },
  });
  const executions = createExecutions({ ...ground, functions });
  const kms = createKms(ground);
  const cognito = createCognito({ ...options, ...ground, inbox, keys: kms, functions });
  const ses = createSes({
    ...ground,
    inbox,
    sandbox: options.sandbox,
    publish: (arn, event) => events.put({ ...event, bus: busName(arn) }),
  });
  const dynamodb = options.dynamodb === undefined ? createDynamoDb(ground) : forwardDynamoDb(options.dynamodb, region);
  const iam = createIam(ground);
  const identity = createCognitoIdentity({ ...ground, cognito, iam });
  const secrets = createSecrets(ground);
  const s3 = createS3({
    ...ground,
    dataDir,
    authorize: ({ caller, ...asked }) => access.authorize(caller, [asked], "s3"),
  });
  const access = new Access({
    ...ground,
    mode: options.iam,
    iam,
    instanceOf: (accessKeyId) => functions.instanceOf(accessKeyId),
    secretArn: (id) => secrets.find(id)?.arn,
    keyArn: (id) => kms.find(kms.arnOf(id))?.arn ?? kms.arnOf(id),
    roleArn: (name) => iam.roles.find(name)?.arn,
    keyOfCiphertext: (ciphertext) => kms.keyOf(ciphertext)?.arn,
    functionArn: (name, qualifier) => functions.arnOf(functions.reference(name, qualifier)),
    executionOf: (callbackId) => executions.executionArnOf(callbackId),
    readMail: (message) => parseRawMessage(message, "MessageRejected"),
    identityOf: (address) => ses.identities.sending(address) ?? address,
    tableKeys: new TableKeys(dynamodb),
    resourcePolicies: {
      lambda: (resource, action) => functionPolicy(functions, resource, action),
      iam: (resource, action) => (action.startsWith("sts:") ? iam.roles.trustPolicyOf(resource) : undefined),
      s3: (resource) => s3.policyOf(resource),
    },
  });
  return {
    access,
    cognito,
    dynamodb,
    events,
    executions,
    functions,
    iam,
    identity,
    inbox,
    kms,
    s3,
    secrets,
    ses,
    sqs,
    ssm: createSsm({ ...ground, keys: kms }),
    states: createStates(ground),
  };
}
