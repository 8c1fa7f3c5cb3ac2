import { invokeFunction, publishEvent, sendToQueue, startStateMachine } from "foyer";
import { fails, type Row, refuses, throttles } from "./row.ts";

const notJson = () => ({ at: new Date() }) as never;
const huge = (bytes: number) => () => ({ text: "x".repeat(bytes) });

const publish = () => publishEvent({ detailType: "Joined" });
export const publishEventRows: Row[] = [
  {
    what: "the bus is not there",
    cases: [{ name: "no bus", step: () => publishEvent({ detailType: "Joined", bus: "none" }), ends: "done" }],
  },
  { what: "the step may not put on it", cases: refuses("events", "PutEvents", publish, "parked", ["AccessDeniedException"]) },
  {
    what: "EventBridge throttles, or refuses the entry in passing",
    cases: [throttles("events", "PutEvents", publish)],
  },
  {
    what: "EventBridge refuses the entry for good (`MalformedDetail` and the like come with status 200, and are failures here)",
    cases: [
      {
        name: "FailedEntryCount 1 with status 200",
        step: () => publishEvent({ detailType: "" }),
        ends: "parked",
        says: /EventBridge refused the event: InvalidArgument/,
      },
    ],
  },
  { what: "EventBridge fails, or the connection is lost", cases: fails("events", "PutEvents", publish) },
  {
    what: "`detail` throws, or gives what is not plain JSON",
    cases: [{ name: "a Date", step: () => publishEvent({ detailType: "Joined", detail: notJson }), ends: "parked" }],
  },
  {
    what: "the event is larger than EventBridge takes",
    cases: [
      {
        name: "300 KB",
        step: () => publishEvent({ detailType: "Joined", detail: huge(300_000) }),
        ends: "parked",
        says: /ValidationException/,
      },
    ],
  },
  {
    what: "no rule matches, or a rule's target fails",
    cases: [{ name: "no rule", step: publish, ends: "done" }],
  },
];

const enqueue = () => sendToQueue({ queue: "jobs" });
export const sendToQueueRows: Row[] = [
  {
    what: "the queue is not there",
    cases: [
      { name: "no queue", step: () => sendToQueue({ queue: "none" }), ends: "parked", says: /there must be a queue 'none'/ },
    ],
  },
  { what: "the function may not send", cases: refuses("sqs", "SendMessage", enqueue, "parked", ["AccessDenied"]) },
  {
    what: "`message` throws, or gives a Date or the like",
    cases: [{ name: "a Date", step: () => sendToQueue({ queue: "jobs", message: notJson }), ends: "parked" }],
  },
  {
    what: "the message is larger than the queue allows (1 MiB at most)",
    cases: [{ name: "2 MB", step: () => sendToQueue({ queue: "jobs", message: huge(2_000_000) }), ends: "parked" }],
  },
  {
    what: "SQS or KMS throttles",
    cases: [
      throttles("sqs", "SendMessage", enqueue),
      ...refuses("sqs", "SendMessage", enqueue, "not taken", ["KmsThrottled", "RequestThrottled"]),
    ],
  },
  { what: "SQS fails, the connection is lost, the attempt runs out of time", cases: fails("sqs", "SendMessage", enqueue) },
];

const invoke =
  (functionName: string, timeoutMs = 500) =>
  () =>
    invokeFunction({ functionName, replay: "safe", timeoutMs });
const works = invoke("works", 600);
export const invokeFunctionRows: Row[] = [
  {
    what: "the function, version or alias is not there",
    cases: [{ name: "no function", step: invoke("none"), ends: "parked", says: /there must be a function:none/ }],
  },
  { what: "the step may not invoke it", cases: refuses("lambda", "Invoke", works, "parked", ["AccessDeniedException"]) },
  {
    what: "the function throws, or runs into its own timeout",
    cases: [{ name: "a function that throws", step: invoke("throws", 600), ends: "doubt" }],
  },
  { what: "no answer within `timeoutMs`", cases: [{ name: "a function that hangs", step: invoke("hangs", 200), ends: "doubt" }] },
  {
    what: "Lambda throttles, or cannot start the function yet (an update under way, no free address, a key that is not ready)",
    cases: [
      throttles("lambda", "Invoke", works),
      ...refuses("lambda", "Invoke", works, "not taken", ["ResourceConflictException"], 409),
      ...refuses(
        "lambda",
        "Invoke",
        works,
        "not taken",
        ["SubnetIPAddressLimitReachedException", "ResourceNotReadyException"],
        502,
      ),
    ],
  },
  { what: "Lambda fails, or the connection is lost", cases: fails("lambda", "Invoke", works) },
  {
    what: "`payload` throws, or gives what is not plain JSON",
    cases: [
      { name: "a Date", step: () => invokeFunction({ functionName: "works", replay: "safe", payload: notJson }), ends: "parked" },
    ],
  },
  {
    what: "the payload is too large (6 MB; 1 MB for `Event`)",
    cases: refuses("lambda", "Invoke", works, "parked", ["RequestTooLargeException"], 413),
  },
];

const start = () => startStateMachine({ stateMachine: "provision" });
export const startStateMachineRows: Row[] = [
  {
    what: "the state machine is not there",
    cases: [
      {
        name: "no state machine",
        step: () => startStateMachine({ stateMachine: "none" }),
        ends: "parked",
        says: /there must be a state machine 'none'/,
      },
    ],
  },
  { what: "the step may not start it", cases: refuses("states", "StartExecution", start, "parked", ["AccessDeniedException"]) },
  {
    what: "Step Functions or KMS throttles, or too many executions are open",
    cases: [
      throttles("states", "StartExecution", start),
      ...refuses("states", "StartExecution", start, "not taken", ["KmsThrottlingException", "ExecutionLimitExceeded"]),
    ],
  },
  { what: "Step Functions fails, or the connection is lost", cases: fails("states", "StartExecution", start, "again") },
  { what: "the execution fails later", cases: [{ name: "started is all that is known", step: start, ends: "done" }] },
  {
    what: "`input` throws, or gives what is not plain JSON",
    cases: [{ name: "a Date", step: () => startStateMachine({ stateMachine: "provision", input: notJson }), ends: "parked" }],
  },
  {
    what: "the input is larger than 256 KiB",
    cases: [
      {
        name: "300 KB",
        step: () => startStateMachine({ stateMachine: "provision", input: huge(300_000) }),
        ends: "parked",
        says: /InvalidExecutionInput/,
      },
    ],
  },
];
