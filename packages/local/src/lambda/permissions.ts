import { createHash } from "node:crypto";
import type { AddPermissionRequest } from "@aws-sdk/client-lambda";
import { AwsError } from "../endpoint/aws-error.ts";
import type { Store } from "../store/store.ts";
import { type FunctionReference, functionArn, type Place } from "./function-arn.ts";

/** The AWS service that calls, and the resource of the caller that it calls for. */
export interface Principal {
  service: string;
  sourceArn: string;
}

interface Statement {
  Sid: string;
  Effect: "Allow";
  Principal: "*" | { Service: string } | { AWS: string };
  Action: string;
  Resource: string;
  Condition?: {
    ArnLike?: { "AWS:SourceArn": string };
    StringEquals?: { "AWS:SourceAccount"?: string; "lambda:FunctionUrlAuthType"?: string };
    Bool?: { "lambda:InvokedViaFunctionUrl": "true" };
  };
}

/** The resource policies of the functions: one for each function, and one for each qualifier of it. */
export class Permissions {
  readonly #store: Store;
  readonly #place: Place;

  constructor(store: Store, place: Place) {
    this.#store = store;
    this.#place = place;
    store.define(`
      CREATE TABLE IF NOT EXISTS lambda_permission (
        id INTEGER PRIMARY KEY, function_name TEXT NOT NULL, qualifier TEXT NOT NULL, statement_id TEXT NOT NULL,
        statement TEXT NOT NULL, UNIQUE (function_name, qualifier, statement_id)
      );
    `);
  }

  /**
   * Adds a statement.
   * @returns it as JSON.
   * @throws {AwsError} ResourceConflictException if its id is taken, PreconditionFailedException if the policy is not the one
   * that `RevisionId` names.
   */
  add(reference: FunctionReference, request: AddPermissionRequest): string {
    const id = request.StatementId as string;
    this.#checkRevision(reference, request.RevisionId);
    if (this.#statements(reference).some(({ Sid }) => Sid === id)) {
      throw new AwsError(
        "ResourceConflictException",
        `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const statement = JSON.stringify(statementOf(request, functionArn(this.#place, reference.functionName, reference.qualifier)));
    this.#store.write(() =>
      this.#store
        .sql("INSERT INTO lambda_permission (function_name, qualifier, statement_id, statement) VALUES (?, ?, ?, ?)")
        .run(reference.functionName, reference.qualifier ?? "", id, statement),
    );
    return statement;
  }

  /** @throws {AwsError} ResourceNotFoundException if no statement has that id. */
  remove(reference: FunctionReference, statementId: string, revisionId?: string): void {
    this.#checkRevision(reference, revisionId);
    const { changes } = this.#store.write(() =>
      this.#store
        .sql("DELETE FROM lambda_permission WHERE function_name = ? AND qualifier = ? AND statement_id = ?")
        .run(reference.functionName, reference.qualifier ?? "", statementId),
    );
    if (changes === 0) {
      throw new AwsError("ResourceNotFoundException", `Statement ${statementId} is not found in resource policy.`);
    }
  }

  /** Forgets what a function's policies say. Call it inside `store.write`. */
  removeAll(functionName: string): void {
    this.#store.sql("DELETE FROM lambda_permission WHERE function_name = ?").run(functionName);
  }

  /** The policy as JSON with its revision, or undefined if it has no statement. */
  policy(reference: FunctionReference): { policy: string; revisionId: string } | undefined {
    const statements = this.#statements(reference);
    if (statements.length === 0) return undefined;
    const policy = JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements });
    const hash = createHash("sha256").update(policy).digest("hex");
    const revisionId = hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
    return { policy, revisionId };
  }

  /** True if the policy of what is invoked, alias or function, lets the principal invoke it. */
  allows(reference: FunctionReference, principal: Principal): boolean {
    return this.#statements(reference).some((statement) => permits(statement, principal));
  }

  /**
   * True if the policy lets anybody call the function's URL: by `lambda:InvokeFunctionUrl`, and by `lambda:InvokeFunction` too.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
   */
  allowsUrl(reference: FunctionReference): boolean {
    const open = this.#statements(reference).filter(({ Principal: principal, Condition: { StringEquals, ArnLike } = {} }) => {
      const { "lambda:FunctionUrlAuthType": authType = "NONE", "AWS:SourceAccount": account } = StringEquals ?? {};
      return principal === "*" && authType === "NONE" && account === undefined && ArnLike === undefined;
    });
    const actions = open.map(({ Action }) => Action.toLowerCase());
    const allows = (action: string) => [action, "lambda:*", "*"].some((each) => actions.includes(each));
    return allows("lambda:invokefunctionurl") && allows("lambda:invokefunction");
  }

  #statements({ functionName, qualifier = "" }: FunctionReference): Statement[] {
    return this.#store
      .sql("SELECT statement FROM lambda_permission WHERE function_name = ? AND qualifier = ? ORDER BY id")
      .all(functionName, qualifier)
      .map((row) => JSON.parse(row.statement as string) as Statement);
  }

  #checkRevision(reference: FunctionReference, revisionId: string | undefined): void {
    if (revisionId !== undefined && revisionId !== this.policy(reference)?.revisionId) {
      throw new AwsError(
        "PreconditionFailedException",
        "The RevisionId provided does not match the latest RevisionId. Call the GetPolicy API to retrieve the latest Revision Id",
      );
    }
  }
}

function statementOf(request: AddPermissionRequest, resource: string): Statement {
  const { Principal: principal, SourceArn, SourceAccount, FunctionUrlAuthType, InvokedViaFunctionUrl } = request;
  const equals = {
    ...(SourceAccount && { "AWS:SourceAccount": SourceAccount }),
    ...(FunctionUrlAuthType && { "lambda:FunctionUrlAuthType": FunctionUrlAuthType }),
  };
  const condition: Statement["Condition"] = {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(SourceArn && { ArnLike: { "AWS:SourceArn": SourceArn } }),
    ...(InvokedViaFunctionUrl && { Bool: { "lambda:InvokedViaFunctionUrl": "true" } }),
  };
  return {
    Sid: request.StatementId as string,
    Effect: "Allow",
    Principal: principalOf(principal as string),
    Action: request.Action as string,
    Resource: resource,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function principalOf(text: string): Statement["Principal"] {
  if (text === "*") return "*";
  if (/^\d{12}$/.test(text)) return { AWS: `arn:aws:iam::${text}:root` };
  return text.startsWith("arn:") ? { AWS: text } : { Service: text };
}

function permits(statement: Statement, { service, sourceArn }: Principal): boolean {
  const { Principal: principal, Action: action, Condition: condition } = statement;
  const named = principal === "*" || ("Service" in principal && principal.Service === service);
  const account = condition?.StringEquals?.["AWS:SourceAccount"];
  const pattern = condition?.ArnLike?.["AWS:SourceArn"];
  return (
    named &&
    // For calls by way of a URL; a service comes another way.
    condition?.Bool === undefined &&
    condition?.StringEquals?.["lambda:FunctionUrlAuthType"] === undefined &&
    ["lambda:invokefunction", "lambda:*", "*"].includes(action.toLowerCase()) &&
    (account === undefined || account === sourceArn.split(":")[4]) &&
    (pattern === undefined || arnLike(pattern, sourceArn))
  );
}

/** IAM's ArnLike: the six parts of an ARN are compared one by one, and `*` and `?` do not reach over a colon but in the last. */
export function arnLike(pattern: string, arn: string): boolean {
  const patterns = sixParts(pattern);
  const parts = sixParts(arn);
  return patterns.length === parts.length && patterns.every((part, index) => wildcard(part).test(parts[index] as string));
}

function sixParts(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])];
}

function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
}
