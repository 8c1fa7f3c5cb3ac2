import { AwsError } from "../aws-error.ts";
import { checkInput } from "../constraints/check-input.ts";
import { structureFromJson, toJson } from "./json-shapes.ts";
import type { Protocol } from "./protocol.ts";

const contentType = "application/x-amz-json-1.1";

/** AWS JSON 1.1 (Cognito, EventBridge): everything in a JSON body, the operation in `X-Amz-Target`. */
export const awsJson: Protocol = {
  decode(model, operation, { headers, body }) {
    const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
    if (!/^application\/(x-amz-json-1\.[01]|json)$/.test(type)) {
      throw new AwsError(
        "SerializationException",
        `Content-Type must be ${contentType}: current value is '${type.slice(0, 100)}'`,
        { status: 415 },
      );
    }
    const input = structureFromJson(model, operation.input, parseJson(body));
    checkInput(model, operation.input, input);
    return input;
  },
  encode(model, _name, operation, output) {
    const json =
      operation.output === "Unit" ? {} : toJson(model, { type: "structure", structure: operation.output }, output ?? {});
    return { status: 200, headers: { "content-type": contentType }, body: JSON.stringify(json) };
  },
  encodeError(_model, error, status) {
    return {
      status,
      headers: {
        "content-type": contentType,
        "x-amzn-errortype": `${error.name}:`,
        "x-amzn-errormessage": headerSafe(error.message).slice(0, 2000),
      },
      body: JSON.stringify({ __type: error.name, message: error.message, ...error.members }),
    };
  },
};

/** Parses a body as JSON; an empty one is `{}`. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new AwsError("SerializationException", "Could not read the request body as JSON", { status: 400 });
  }
}

/** A text as one header line; what a header cannot carry becomes `?`. */
export function headerSafe(message: string): string {
  return message.replace(/[^\x20-\x7e]+/g, "?");
}
