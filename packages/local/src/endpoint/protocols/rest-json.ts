import type { Member, ServiceModel } from "../../model/service-model.ts";
import { AwsError } from "../aws-error.ts";
import { checkInput } from "../constraints/check-input.ts";
import { headerSafe, parseJson } from "./aws-json.ts";
import { fromJson, structureFromJson, toJson } from "./json-shapes.ts";
import type { Protocol, WireRequest } from "./protocol.ts";

/** REST-JSON (Lambda, SES v2): members travel in the path, the query, headers and a JSON or raw body. */
export const restJson: Protocol = {
  decode(model, operation, request) {
    const members = Object.entries(model.structures[operation.input] ?? {});
    const payload = members.find(([, member]) => member.in === "payload");
    const input: Record<string, unknown> = {};
    for (const [key, member] of members) {
      const value = member.in && member.in !== "payload" ? readBinding(member, key, request) : undefined;
      if (value !== undefined) input[key] = value;
    }
    if (payload) {
      const [key, member] = payload;
      if (member.type === "blob") input[key] = new Uint8Array(request.body);
      else if (request.body.length > 0) input[key] = fromJson(model, member, parseJson(request.body));
    } else if (members.some(([, member]) => !member.in)) {
      Object.assign(input, structureFromJson(model, operation.input, parseJson(request.body)));
    }
    checkInput(model, operation.input, input);
    return input;
  },
  encode(model, _name, operation, output) {
    const headers: Record<string, string> = { "content-type": "application/json" };
    const values = (output ?? {}) as Record<string, unknown>;
    let status = operation.http?.status ?? 200;
    let body: string | Uint8Array | undefined;
    for (const [key, member] of Object.entries(model.structures[operation.output] ?? {})) {
      const value = values[key];
      if (member.in === "status" && value !== undefined) status = value as number;
      else if (member.in === "header" && value !== undefined)
        headers[(member.name as string).toLowerCase()] = headerSafe(String(value));
      else if (member.in === "payload") body = writePayload(model, member, value, headers);
    }
    if (body === undefined) {
      const json = toJson(model, { type: "structure", structure: operation.output }, values);
      body = status === 204 ? "" : JSON.stringify(json);
    }
    return { status, headers, body };
  },
  encodeError(model, error, status) {
    const fields = model?.errors[error.name]?.members ?? ["message"];
    const body: Record<string, unknown> = {
      [fields.includes("Message") ? "Message" : "message"]: error.message,
      ...error.members,
    };
    if (fields.includes("Type")) body.Type ??= status < 500 ? "User" : "Service";
    return {
      status,
      headers: { "content-type": "application/json", "x-amzn-errortype": error.name },
      body: JSON.stringify(body),
    };
  },
};

function readBinding(member: Member, key: string, request: WireRequest): unknown {
  if (member.in === "label") return request.labels[key];
  if (member.in === "query") {
    if (member.type === "list") {
      const all = request.query.getAll(member.name as string);
      return all.length > 0 ? all : undefined;
    }
    return scalar(member, request.query.get(member.name as string) ?? undefined);
  }
  if (member.in === "header") return scalar(member, request.headers[(member.name as string).toLowerCase()] as string | undefined);
  return undefined;
}

function scalar(member: Member, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (member.type === "string") return text;
  if (member.type === "boolean") return text === "true";
  if (member.type === "number" && text !== "" && Number.isFinite(Number(text))) return Number(text);
  if (member.type === "timestamp") {
    const date = /^[\d.]+$/.test(text) ? new Date(Number(text) * 1000) : new Date(text);
    if (!Number.isNaN(date.getTime())) return date;
  }
  throw new AwsError(
    "SerializationException",
    `'${text.slice(0, 100)}' can not be converted to ${member.type === "number" ? "a Number" : "a Timestamp"}`,
  );
}

function writePayload(model: ServiceModel, member: Member, value: unknown, headers: Record<string, string>): string | Uint8Array {
  if (member.type !== "blob") return JSON.stringify(toJson(model, member, value) ?? {});
  // A function's answer is JSON unless it says otherwise.
  headers["content-type"] = "application/json";
  return (value as Uint8Array | undefined) ?? "";
}
