import type { PolicyDocument, Statement } from "./policy-document.ts";

/** True if a JSON value is built as IAM's grammar says: known elements only, each of its type, and none beside its opposite. */
export function hasPolicySyntax(
  value: unknown,
): value is Omit<PolicyDocument, "Statement"> & { Statement: Statement | Statement[] } {
  return isObjectOf(value, policyElements) && "Statement" in value;
}

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === "string";
const isTexts: Test = (value) => isText(value) || (Array.isArray(value) && value.every(isText));
const isConditionValue: Test = (value) => ["string", "number", "boolean"].includes(typeof value);
const isConditionValues: Test = (value) => isConditionValue(value) || (Array.isArray(value) && value.every(isConditionValue));
const isMapOf = (test: Test) => (value: unknown) => isObject(value) && Object.values(value).every(test);

const principalTypes = { AWS: isTexts, Service: isTexts, Federated: isTexts, CanonicalUser: isTexts };
const isPrincipal: Test = (value) => value === "*" || (isObjectOf(value, principalTypes) && Object.keys(value).length > 0);

const statementElements: Record<string, Test> = {
  Sid: isText,
  Effect: (value) => value === "Allow" || value === "Deny",
  Principal: isPrincipal,
  NotPrincipal: isPrincipal,
  Action: isTexts,
  NotAction: isTexts,
  Resource: isTexts,
  NotResource: isTexts,
  Condition: isMapOf(isMapOf(isConditionValues)),
};

const isStatement: Test = (value) =>
  isObjectOf(value, statementElements) &&
  "Effect" in value &&
  ["Principal", "Action", "Resource"].every((element) => !(element in value && `Not${element}` in value));

const policyElements: Record<string, Test> = {
  Version: (value) => value === "2008-10-17" || value === "2012-10-17",
  Id: isText,
  Statement: (value) => (Array.isArray(value) ? value.length > 0 && value.every(isStatement) : isStatement(value)),
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isObjectOf(value: unknown, elements: Record<string, Test>): value is Record<string, unknown> {
  return (
    isObject(value) && Object.entries(value).every(([name, part]) => Object.hasOwn(elements, name) && elements[name]?.(part))
  );
}
