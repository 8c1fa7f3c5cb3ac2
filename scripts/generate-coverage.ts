/**
 * Writes `docs/coverage.md`: which operations of which AWS service the local AWS answers, read from a running one, beside all that the
 * AWS SDK's clients know. With `--check` it writes nothing and fails if the page differs.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { loadModel } from "../packages/local/src/model/load-model.ts";
import { startLocal } from "../packages/local/src/start-local.ts";

interface Coverage {
  title: string;
  answered: string[];
  missing: string[];
}

const page = new URL("../docs/coverage.md", import.meta.url);
const titles: Record<string, string> = {
  "cognito-idp": "Cognito user pools",
  "cognito-identity": "Cognito identity pools",
  lambda: "Lambda",
  dynamodb: "DynamoDB",
  s3: "S3",
  ses: "SES",
  sesv2: "SES v2",
  events: "EventBridge",
  sqs: "SQS",
  kms: "KMS",
  states: "Step Functions",
  secretsmanager: "Secrets Manager",
  ssm: "Systems Manager",
  iam: "IAM",
  sts: "STS",
  logs: "CloudWatch Logs",
};

/** Services that have no wire model here, as they read and write their own wire format, by the SDK's client that knows their operations. */
const clients: Record<string, () => Promise<object>> = {
  dynamodb: () => import("@aws-sdk/client-dynamodb"),
  s3: () => import("@aws-sdk/client-s3"),
};

const text = pageOf(await readCoverage());
if (!process.argv.includes("--check")) writeFileSync(page, text);
else if (readFileSync(page, "utf8") !== text) {
  console.error("stale: docs/coverage.md differs from what the local AWS answers; run npm run generate");
  process.exitCode = 1;
}

async function readCoverage(): Promise<Coverage[]> {
  const local = await startLocal();
  try {
    const services: Coverage[] = [];
    for (const [name, title] of Object.entries(titles)) {
      const answered = new Set(local.operationsOf(name));
      if (answered.size === 0) continue;
      const known = await knownOperations(name);
      const isAnswered = (operation: string) => answered.has(operation);
      services.push({
        title,
        answered: known.filter(isAnswered),
        missing: known.filter((operation) => !isAnswered(operation)),
      });
    }
    return services;
  } finally {
    await local.stop();
  }
}

/** All operations of a service in alphabetical order. */
async function knownOperations(service: string): Promise<string[]> {
  const client = await clients[service]?.();
  if (!client) return Object.keys(loadModel(service).operations).sort();
  const commands = Object.keys(client).filter((name) => /^[A-Z]\w+Command$/.test(name));
  return commands.map((name) => name.replace(/Command$/, "")).sort();
}

function pageOf(services: Coverage[]): string {
  const rows = services.map(
    ({ title, answered, missing }) => `| ${title} | ${answered.length} | ${answered.length + missing.length} |`,
  );
  const sections = services.map(({ title, answered, missing }) => {
    const named = title === "Cognito user pools" ? wrapped(missing) : `the other ${missing.length}.`;
    return `## ${title}\n\nAnswered: ${wrapped(answered)}${missing.length > 0 ? `\n\nNot answered: ${named}` : ""}`;
  });
  return `# Coverage

Which operations of AWS the local AWS answers. \`npm run generate\` writes this page from the tables that it answers by; do not edit it.

| service | answered | of |
| --- | --- | --- |
${rows.join("\n")}

What is not answered says so: *The local AWS does not emulate cognito-idp:X*, an UnknownOperationException with status 400. Nothing is
pretended. Where an answered operation differs from AWS, [differences](differences.md) says how.

${sections.join("\n\n")}
`;
}

function wrapped(operations: string[]): string {
  return `${operations.join(", ")}.`.replace(/(.{1,125})(?: |$)/g, "$1\n").trimEnd();
}
