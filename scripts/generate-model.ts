/**
 * Writes `packages/local/src/model/<service>.json`, the wire model of each emulated AWS service, from the schemas that the
 * AWS SDK's own clients carry: operations, structures, required members, HTTP bindings, error statuses. With `--check` it
 * writes nothing and fails if a file on disk differs. Run it after a change of an `@aws-sdk/client-*` version.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { NormalizedSchema } from "@smithy/core/schema";
import type { Member, ServiceModel } from "../packages/local/src/model/service-model.ts";

/** What the client schemas do not say: how a request names its service on the wire. */
const services: {
  client: string;
  header: Pick<ServiceModel, "service" | "protocol" | "version" | "targetPrefix" | "xmlNamespace">;
}[] = [
  {
    client: "@aws-sdk/client-cognito-identity-provider",
    header: {
      service: "cognito-idp",
      protocol: "awsJson",
      version: "2016-04-18",
      targetPrefix: "AWSCognitoIdentityProviderService",
    },
  },
  {
    client: "@aws-sdk/client-cognito-identity",
    header: {
      service: "cognito-identity",
      protocol: "awsJson",
      version: "2014-06-30",
      targetPrefix: "AWSCognitoIdentityService",
    },
  },
  {
    client: "@aws-sdk/client-iam",
    header: {
      service: "iam",
      protocol: "query",
      version: "2010-05-08",
      xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    },
  },
  {
    client: "@aws-sdk/client-ssm",
    header: { service: "ssm", protocol: "awsJson", version: "2014-11-06", targetPrefix: "AmazonSSM" },
  },
  {
    client: "@aws-sdk/client-sts",
    header: {
      service: "sts",
      protocol: "query",
      version: "2011-06-15",
      xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    },
  },
  {
    client: "@aws-sdk/client-eventbridge",
    header: { service: "events", protocol: "awsJson", version: "2015-10-07", targetPrefix: "AWSEvents" },
  },
  {
    client: "@aws-sdk/client-kms",
    header: { service: "kms", protocol: "awsJson", version: "2014-11-01", targetPrefix: "TrentService" },
  },
  {
    client: "@aws-sdk/client-cloudwatch-logs",
    header: { service: "logs", protocol: "awsJson", version: "2014-03-28", targetPrefix: "Logs_20140328" },
  },
  { client: "@aws-sdk/client-lambda", header: { service: "lambda", protocol: "restJson", version: "2015-03-31" } },
  {
    client: "@aws-sdk/client-ses",
    header: {
      service: "ses",
      protocol: "query",
      version: "2010-12-01",
      xmlNamespace: "http://ses.amazonaws.com/doc/2010-12-01/",
    },
  },
  {
    client: "@aws-sdk/client-sqs",
    header: { service: "sqs", protocol: "awsJson", version: "2012-11-05", targetPrefix: "AmazonSQS" },
  },
  {
    client: "@aws-sdk/client-secrets-manager",
    header: { service: "secretsmanager", protocol: "awsJson", version: "2017-10-17", targetPrefix: "secretsmanager" },
  },
  {
    client: "@aws-sdk/client-sfn",
    header: { service: "states", protocol: "awsJson", version: "2016-11-23", targetPrefix: "AWSStepFunctions" },
  },
  { client: "@aws-sdk/client-sesv2", header: { service: "sesv2", protocol: "restJson", version: "2019-09-27" } },
];

const check = process.argv.includes("--check");
const folder = new URL("../packages/local/src/model/", import.meta.url);
let stale = 0;
for (const { client, header } of services) {
  const model = readModel(await import(client), header);
  const text = `${JSON.stringify(model, null, 1)}\n`;
  const file = new URL(`${header.service}.json`, folder);
  if (check) {
    if (readFileSync(file, "utf8") === text) continue;
    console.error(
      `stale: ${file.pathname.slice(file.pathname.indexOf("packages/"))} differs from ${client}; run npm run generate`,
    );
    stale++;
  } else {
    writeFileSync(file, text);
    console.log(
      `${header.service}: ${Object.keys(model.operations).length} operations, ${Object.keys(model.structures).length} structures`,
    );
  }
}
process.exit(stale === 0 ? 0 : 1);

function readModel(exports: Record<string, unknown>, header: (typeof services)[number]["header"]): ServiceModel {
  const model: ServiceModel = { ...header, operations: {}, structures: {}, errors: {} };
  const schemas = Object.values(exports).filter(Array.isArray) as [
    kind: number,
    namespace: string,
    name: string,
    ...rest: unknown[],
  ][];
  for (const schema of schemas.sort((a, b) => (a[2] < b[2] ? -1 : 1))) {
    if (schema[0] === 9) {
      const [, , name, traits, input, output] = schema as unknown as [
        9,
        string,
        string,
        { http?: [string, string, number] } | 0,
        unknown,
        unknown,
      ];
      const http = traits ? traits.http : undefined;
      model.operations[name] = {
        input: addStructure(model, input),
        output: addStructure(model, output),
        ...(http && { http: { method: http[0], uri: http[1], status: http[2] } }),
      };
    } else if (schema[0] === -3) {
      const traits = NormalizedSchema.of(schema as never).getMergedTraits() as {
        error?: "client" | "server";
        httpError?: number;
        awsQueryError?: [string, number];
      };
      model.errors[schema[2]] = {
        status: statusOf(header.protocol, traits.httpError ?? (traits.error === "server" ? 500 : 400)),
        members: schema[4] as string[],
        ...(traits.awsQueryError && { code: traits.awsQueryError[0] }),
      };
    }
  }
  model.structures = Object.fromEntries(Object.entries(model.structures).sort(([a], [b]) => (a < b ? -1 : 1)));
  return model;
}

/** AWS JSON sends every error that is the client's fault as 400, whatever the schema says of a REST protocol. */
function statusOf(protocol: ServiceModel["protocol"], httpError: number): number {
  return protocol === "awsJson" && httpError < 500 ? 400 : httpError;
}

/** Adds a structure and all that it reaches; answers its name. */
function addStructure(model: ServiceModel, schema: unknown): string {
  const normalized = NormalizedSchema.of(schema as never);
  if (normalized.isUnitSchema()) return "Unit";
  const name = normalized.getName() ?? "";
  if (model.structures[name]) return name;
  const members: Record<string, Member> = {};
  model.structures[name] = members;
  const raw = normalized.getSchema() as unknown as [number, string, string, unknown, string[], unknown[], number?];
  let index = 0;
  for (const [member, shape] of normalized.structIterator()) {
    // Client schemas list required members first and say how many they are.
    members[member] = { ...describe(model, shape), ...(index++ < (raw[6] ?? 0) && { required: true }) };
  }
  return name;
}

function describe(model: ServiceModel, shape: NormalizedSchema): Member {
  const traits = shape.getMergedTraits() as Record<string, unknown>;
  const binding: Partial<Member> = {};
  if (traits.httpLabel) binding.in = "label";
  else if (traits.httpQuery) Object.assign(binding, { in: "query", name: traits.httpQuery });
  else if (traits.httpHeader) Object.assign(binding, { in: "header", name: traits.httpHeader });
  else if (traits.httpPrefixHeaders) Object.assign(binding, { in: "prefixHeaders", name: traits.httpPrefixHeaders });
  else if (traits.httpPayload) binding.in = "payload";
  else if (traits.httpResponseCode) binding.in = "status";
  // A service that speaks JSON now may have spoken XML before, and its names for that mean nothing any more.
  const name = model.protocol === "awsJson" ? traits.jsonName : (traits.jsonName ?? traits.xmlName);
  if (name && !binding.in) binding.name = name as string;
  if (traits.sensitive) binding.sensitive = true;
  if (traits.xmlFlattened && model.protocol !== "awsJson") binding.flattened = true;
  return { ...typeOf(model, shape), ...binding };
}

function typeOf(model: ServiceModel, shape: NormalizedSchema): Member {
  if (shape.isStructSchema()) return { type: "structure", structure: addStructure(model, shape.getSchema()) };
  if (shape.isListSchema()) return { type: "list", member: describe(model, shape.getValueSchema()) };
  if (shape.isMapSchema()) return { type: "map", member: describe(model, shape.getValueSchema()) };
  if (shape.isBlobSchema()) return { type: "blob" };
  if (shape.isTimestampSchema()) {
    // Smithy schema numbers: 5 date-time, 6 http-date, 7 epoch-seconds; 4 leaves it to the protocol.
    const format = ({ 5: "date-time", 6: "http-date", 7: "epoch-seconds" } as const)[shape.getSchema() as unknown as 5 | 6 | 7];
    return { type: "timestamp", ...(format && { format }) };
  }
  if (shape.isBooleanSchema()) return { type: "boolean" };
  if (shape.isNumericSchema()) return { type: "number" };
  if (shape.isDocumentSchema()) return { type: "document" };
  return { type: "string" };
}
