import type { Member, ServiceModel } from "../../model/service-model.ts";
import { AwsError } from "../aws-error.ts";
import { checkInput } from "../constraints/check-input.ts";
import type { Protocol } from "./protocol.ts";

/** AWS Query (SES v1): a form in, XML out. */
export const query: Protocol = {
  decode(model, operation, { query: form }) {
    const input = (read(model, { type: "structure", structure: operation.input }, form, keysOf(form), "") ?? {}) as Record<
      string,
      unknown
    >;
    checkInput(model, operation.input, input);
    return input;
  },
  encode(model, name, operation, output, requestId) {
    const result =
      operation.output === "Unit" ? "" : write(model, { type: "structure", structure: operation.output }, output ?? {});
    return xml(
      200,
      `<${name}Response xmlns="${model.xmlNamespace}"><${name}Result>${result}</${name}Result>` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`,
    );
  },
  encodeError(model, error, status, requestId) {
    const code = model?.errors[error.name]?.code ?? error.name;
    return xml(
      status,
      `<ErrorResponse xmlns="${model?.xmlNamespace ?? ""}"><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type>` +
        `<Code>${escapeXml(code)}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    );
  },
};

/** Every key of the form and every prefix of it that ends before a dot, to know which structures are present. */
function keysOf(form: URLSearchParams): Set<string> {
  const keys = new Set<string>();
  for (const key of form.keys()) {
    for (let at = key.indexOf("."); at !== -1; at = key.indexOf(".", at + 1)) keys.add(key.slice(0, at));
    keys.add(key);
  }
  return keys;
}

function read(model: ServiceModel, member: Member, form: URLSearchParams, keys: Set<string>, path: string): unknown {
  if (path !== "" && !keys.has(path)) return undefined;
  const below = (name: string | number) => (path === "" ? String(name) : `${path}.${name}`);
  switch (member.type) {
    case "structure": {
      const result: Record<string, unknown> = {};
      for (const [key, child] of Object.entries(model.structures[member.structure as string] ?? {})) {
        const value = read(model, child, form, keys, below(child.name ?? key));
        if (value !== undefined) result[key] = value;
      }
      return result;
    }
    case "list": {
      const items: unknown[] = [];
      const prefix = member.flattened ? path : below("member");
      for (let index = 1; keys.has(`${prefix}.${index}`); index++)
        items.push(read(model, member.member as Member, form, keys, `${prefix}.${index}`));
      return items;
    }
    case "map": {
      const entries: [string, unknown][] = [];
      const prefix = member.flattened ? path : below("entry");
      for (let index = 1; keys.has(`${prefix}.${index}`); index++) {
        entries.push([
          form.get(`${prefix}.${index}.key`) ?? "",
          read(model, member.member as Member, form, keys, `${prefix}.${index}.value`),
        ]);
      }
      return Object.fromEntries(entries);
    }
    default:
      return scalar(member, form.get(path) ?? "");
  }
}

function scalar(member: Member, text: string): unknown {
  switch (member.type) {
    case "boolean":
      return text === "true";
    case "blob":
      return new Uint8Array(Buffer.from(text, "base64"));
    case "number":
      if (text === "" || !Number.isFinite(Number(text)))
        throw new AwsError("MalformedInput", `'${text.slice(0, 100)}' is not a number`);
      return Number(text);
    case "timestamp": {
      const date = new Date(text);
      if (Number.isNaN(date.getTime())) throw new AwsError("MalformedInput", `'${text.slice(0, 100)}' is not a timestamp`);
      return date;
    }
    default:
      return text;
  }
}

function write(model: ServiceModel, member: Member, value: unknown): string {
  switch (member.type) {
    case "structure":
      return Object.entries(model.structures[member.structure as string] ?? {})
        .map(([key, child]) => element(model, child, child.name ?? key, (value as Record<string, unknown>)[key]))
        .join("");
    case "list":
      return (value as unknown[]).map((item) => element(model, member.member as Member, "member", item)).join("");
    case "map":
      return Object.entries(value as object)
        .map(
          ([key, item]) => `<entry><key>${escapeXml(key)}</key>${element(model, member.member as Member, "value", item)}</entry>`,
        )
        .join("");
    case "timestamp":
      return (value as Date).toISOString();
    case "blob":
      return Buffer.from(value as Uint8Array).toString("base64");
    default:
      return escapeXml(String(value));
  }
}

function element(model: ServiceModel, member: Member, name: string, value: unknown): string {
  return value === undefined || value === null ? "" : `<${name}>${write(model, member, value)}</${name}>`;
}

function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
}

function xml(status: number, body: string) {
  return { status, headers: { "content-type": "text/xml" }, body };
}
