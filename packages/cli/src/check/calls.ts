import type { ServedCall } from "@foyer/local";

/** One AWS call of the handler. */
export interface HandlerCall {
  service: string;
  operation: string;
  /** What it is about, as a person would name it: a table, a subject, a group. */
  target: string | undefined;
  input: Input;
  /** AWS did it. */
  succeeded: boolean;
}

/** What the check reads of requests; an operation has some of it. */
export interface Input {
  TableName?: string;
  Key?: Record<string, unknown>;
  Item?: Record<string, unknown>;
  RequestItems?: Record<string, { PutRequest?: { Item: Record<string, unknown> } }[] | { Keys?: Record<string, unknown>[] }>;
  GroupName?: string;
  FunctionName?: string;
  QueueUrl?: string;
  Entries?: { DetailType?: string; EventBusName?: string }[];
  Source?: string;
  FromEmailAddress?: string;
  Message?: { Subject?: { Data?: string } };
  Content?: { Simple?: { Subject?: { Data?: string } }; Template?: { TemplateName?: string } };
  Template?: string;
  ConfigurationSetName?: string;
}

/** One call of a plain run as the situations name it: by its place among the calls of the same operation. */
export interface NamedCall extends Pick<HandlerCall, "service" | "operation" | "target"> {
  /** How many calls of this operation come before it. */
  after: number;
  /** `PutItem`, or with the table and a number where that would not tell it from another. */
  name: string;
}

/** What the handler asked of AWS. */
export function handlerCall(call: ServedCall): HandlerCall {
  const input = inputOf(call);
  const { service, operation, status } = call;
  return { service, operation, target: targetOf(input), input, succeeded: status < 400 };
}

/** Names each call so that no two have the same name. */
export function namedCalls(calls: HandlerCall[]): NamedCall[] {
  return calls.map(({ service, operation, target }, index) => {
    const alike = (other: HandlerCall) => other.service === service && other.operation === operation;
    const before = calls.slice(0, index).filter(alike);
    const isOnly = calls.filter(alike).length === 1;
    const nth = before.filter((other) => other.target === target).length + 1;
    const name = isOnly ? operation : [operation, target, nth > 1 && `(${nth})`].filter(Boolean).join(" ");
    return { service, operation, target, after: before.length, name };
  });
}

/** Whether a call changes nothing. */
export function isRead({ operation }: Pick<HandlerCall, "operation">): boolean {
  return /^(?:Admin)?(?:Get|List|Describe|Query|Scan|BatchGet|Verify)/.test(operation);
}

/** The table that items are put into, or several; without those that are only read. */
export function tablesOf({ TableName, RequestItems = {} }: Input): string[] {
  return TableName === undefined ? Object.keys(RequestItems) : [TableName];
}

/** `welcome` of `https://sqs.us-east-1.amazonaws.com/123456789012/welcome`. */
export function queueName(queueUrl: string): string {
  return queueUrl.slice(queueUrl.lastIndexOf("/") + 1);
}

function inputOf(call: ServedCall): Input {
  try {
    return (call.input() ?? {}) as Input;
  } catch {
    return {};
  }
}

function targetOf(input: Input): string | undefined {
  const { GroupName, FunctionName, QueueUrl, Entries, Message, Content, Template } = input;
  const subject = Message?.Subject?.Data ?? Content?.Simple?.Subject?.Data ?? Content?.Template?.TemplateName ?? Template;
  if (subject !== undefined) return `"${subject}"`;
  const tables = tablesOf(input).join(", ");
  const types = Entries?.flatMap(({ DetailType = [] }) => DetailType).join(", ");
  return tables || GroupName || FunctionName || (QueueUrl && queueName(QueueUrl)) || types || undefined;
}
