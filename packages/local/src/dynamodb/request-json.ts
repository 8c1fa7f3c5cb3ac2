import { AwsError } from "../endpoint/aws-error.ts";

/** Levels of maps and lists in an attribute (AWS allows 32), each two levels of JSON, and the request around it. */
const maxJsonDepth = 2 * 32 + 12;

/**
 * Parses a request's body.
 * @throws {AwsError} SerializationException for what is no JSON object, ValidationException for what nests too deep or has an
 * attribute that the engine would drop without a word.
 */
export function parseRequest(body: string): object {
  let input: unknown;
  try {
    input = JSON.parse(body);
  } catch {
    throw new AwsError("SerializationException", "The request body is not JSON");
  }
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw new AwsError("SerializationException", "The request body is not a JSON object");
  if (isDeeperThan(input, maxJsonDepth))
    throw new AwsError(
      "ValidationException",
      "Nesting Levels have exceeded supported limits: Attributes cannot exceed 32 levels",
    );
  if (/"(?:_|\\u005f)/i.test(body) && hasKey(input, "__proto__"))
    throw new AwsError("ValidationException", "The local AWS cannot keep an attribute named '__proto__'");
  return input;
}

// By levels, not by recursion: what is looked for is what would overflow the stack.
function isDeeperThan(value: object, depth: number): boolean {
  let level = [value];
  for (let index = 0; index < depth && level.length > 0; index++) level = level.flatMap(objectsIn);
  return level.length > 0;
}

// After the check of the depth.
function hasKey(value: object, key: string): boolean {
  return Object.hasOwn(value, key) || objectsIn(value).some((child) => hasKey(child, key));
}

function objectsIn(value: object): object[] {
  return Object.values(value).filter((item) => typeof item === "object" && item !== null);
}

const namespaces: Record<string, string> = {
  ValidationException: "com.amazon.coral.validate",
  AccessDeniedException: "com.amazon.coral.service",
  InternalServerError: "com.amazon.coral.service",
  SerializationException: "com.amazon.coral.service",
  ServiceUnavailable: "com.amazon.coral.service",
  UnknownOperationException: "com.amazon.coral.service",
};

/** An error in DynamoDB's form. */
export function errorBody({ name, message, members }: AwsError): string {
  // Faults name errors as they please, `__proto__` too.
  const namespace = (Object.hasOwn(namespaces, name) && namespaces[name]) || "com.amazonaws.dynamodb.v20120810";
  // Of cancelled transactions alone DynamoDB writes the message with a capital; clients read both.
  const text = name === "TransactionCanceledException" ? { Message: message } : { message };
  return JSON.stringify({ __type: `${namespace}#${name}`, ...text, ...members });
}
