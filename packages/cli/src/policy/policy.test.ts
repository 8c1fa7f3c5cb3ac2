import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { type Place, type PolicyStatement, permissionsOf } from "foyer/operate";
import { run } from "../run.ts";
import { recordedTerminal } from "../test-terminal.ts";
import { roles } from "./read-policies.ts";

const onboarding = `
import { addToGroups, claimIdentity, custom, everyone, onboarding, saveUser, sendEmail } from "foyer";
export default onboarding({
  beforeFirstSignIn: { record: saveUser({ table: "users" }), groups: addToGroups({ Users: everyone }) },
  afterwards: {
    welcome: sendEmail({ from: 'Acme "%{x}" <hello@acme.com>', subject: "Welcome", html: "<p>Welcome</p>", configurationSet: "mails", ifUnknown: "resend" }),
    note: custom({
      replay: "safe",
      permissions: [{
        actions: ["s3:PutObject"],
        resources: ["arn:\${AWS::Partition}:s3:::notes/%{home}/\${aws:PrincipalTag/sub}.txt"],
        condition: { StringEquals: { "s3:RequestObjectTag/by": "\${aws:PrincipalTag/sub}" } },
      }],
      run: async () => undefined,
    }),
    identity: claimIdentity({ provider: "users.acme.com", table: "users" }),
  },
  linkIdentity: { table: "users", infoFile: true },
});`;

describe("foyer policy", () => {
  let folder: string;
  let file: string;
  let derived: (place?: Place) => Record<string, PolicyStatement[]>;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "foyer-project-"));
    symlinkSync(join(import.meta.dirname, "..", "..", "..", "..", "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    file = join(folder, "onboarding.ts");
    writeFileSync(file, onboarding);
    const { default: definition } = await import(pathToFileURL(file).href);
    derived = (place) => Object.fromEntries(roles.map((role) => [role, permissionsOf(definition, role, place)]));
  });
  after(() => rmSync(folder, { recursive: true }));

  async function policy(...args: string[]): Promise<string> {
    const terminal = recordedTerminal();
    assert.equal(await run(["policy", file, ...args], terminal), 0, terminal.complained());
    return terminal.printed();
  }
  async function refused(...args: string[]): Promise<string> {
    const terminal = recordedTerminal();
    assert.notEqual(await run(["policy", ...args], terminal), 0);
    return terminal.complained();
  }

  test("prints what each function may do, with what only the deployment knows left open", async () => {
    const documents = JSON.parse(await policy());
    assert.deepEqual(Object.keys(documents), [...roles]);
    const statements = Object.fromEntries(roles.map((role) => [role, documents[role].Statement]));
    assert.deepEqual(statements, derived());
    assert.deepEqual(JSON.parse(await policy("--role", "worker")), { Version: "2012-10-17", Statement: derived().worker });
  });

  test("fills in what it is told, and the partition and the Region of the pool", async () => {
    const place = {
      "AWS::Partition": "aws-cn",
      "AWS::Region": "cn-north-1",
      "AWS::AccountId": "111122223333",
      UserPoolId: "cn-north-1_AbCdEfGhI",
      LedgerTable: "acme-ledger",
      TriggerFunction: "t",
      WorkerFunction: "w",
      SignInFunction: "s",
      SweepFunction: "p",
      MailEventsFunction: "m",
      WorkerAlias: "live",
    };
    const functions = ["trigger=t", "worker=w", "sign-in=s", "sweep=p", "mail-events=m"].flatMap((pair) => ["--function", pair]);
    const where = ["--user-pool", place.UserPoolId, "--account", place["AWS::AccountId"], "--table", place.LedgerTable];
    const documents = JSON.parse(await policy(...where, "--alias", "live", ...functions));
    const statements = Object.fromEntries(roles.map((role) => [role, documents[role].Statement]));
    assert.deepEqual(statements, derived(place));
    assert.ok(!JSON.stringify(documents.trigger).includes("${"), "nothing is open");
  });

  test("as CloudFormation it is a template whose parameters are all that is open in it", async () => {
    const template = JSON.parse(await policy("--format", "cloudformation", "--table", "acme-ledger"));
    const open = new Set<string>();
    const evaluated = JSON.parse(JSON.stringify(template.Resources), (_key, value) => {
      const { "Fn::Sub": text } = value ?? {};
      if (typeof text !== "string") return value;
      for (const [, name = ""] of text.matchAll(/\$\{([^!}][^}]*)\}/g)) if (!name.startsWith("AWS::")) open.add(name);
      assert.doesNotMatch(text, /\$\{aws:/, "a variable of IAM's, where CloudFormation looks for a parameter");
      return text.replaceAll("${!", "${");
    });
    assert.deepEqual([...open].sort(), Object.keys(template.Parameters).sort());
    assert.deepEqual(template.Parameters.LedgerTable.Default, "acme-ledger");
    assert.deepEqual(
      Object.values(evaluated).map((each) => (each as { Properties: { PolicyDocument: unknown } }).Properties.PolicyDocument),
      roles.map((role) => ({ Version: "2012-10-17", Statement: derived()[role] })),
    );
  });

  test("as Terraform it is a document for each function, whose variables are all that is open in it", async () => {
    const text = await policy("--format", "terraform", "--region", "eu-west-1");
    const declared = [...text.matchAll(/^variable "(\w+)"/gm)].map(([, name]) => name);
    assert.deepEqual([...new Set([...text.matchAll(/\$\{var\.(\w+)\}/g)].map(([, name]) => name))].sort(), declared.sort());
    assert.deepEqual(
      [...text.matchAll(/^data "(\w+)" "(\w+)"/gm)].map(([, kind, name]) => `${kind}.${name}`),
      ["aws_caller_identity.current", ...roles.map((role) => `aws_iam_policy_document.foyer_${role.replaceAll("-", "_")}`)],
    );
    assert.doesNotMatch(text, /(?<!%)%\{/, "a directive of Terraform's");
    for (const role of roles) {
      const name = role.replaceAll("-", "_");
      const body = text.split(`data "aws_iam_policy_document" "foyer_${name}" {\n`)[1]?.split("\n}")[0] ?? "";
      const derivedHere = derived({ "AWS::Partition": "aws", "AWS::Region": "eu-west-1" } as Place)[role];
      assert.deepEqual(
        body
          .split(/^ {2}statement \{/m)
          .slice(1)
          .map(statementOf),
        derivedHere,
        role,
      );
    }
  });

  test("has a policy for SES's events only where a mail has a configuration set", async () => {
    const plain = join(folder, "plain.ts");
    writeFileSync(plain, onboarding.replace('configurationSet: "mails", ', ""));
    const terminal = recordedTerminal();
    assert.equal(await run(["policy", plain], terminal), 0, terminal.complained());
    assert.deepEqual(Object.keys(JSON.parse(terminal.printed())), ["trigger", "worker", "sweep", "sign-in", "link-identity"]);
    assert.match(await refused(plain, "--role", "mail-events"), /it has trigger, worker, sweep, sign-in, link-identity\./);
  });

  test("says what it cannot use", async () => {
    assert.match(await refused("nowhere.ts"), /no file 'nowhere\.ts'/);
    assert.match(await refused(file, "--role", "mail"), /must be one of trigger, worker, sweep, sign-in, mail-events/);
    assert.match(await refused(file, "--format", "yaml"), /must be one of json, cloudformation, terraform/);
    assert.match(await refused(file, "--function", "worker"), /must read ROLE=NAME/);
    assert.match(await refused(file, "--account", "1"), /must be twelve digits/);
    assert.match(await refused(file, "--user-pool", "eu-west-1_A", "--region", "us-east-1"), /is of eu-west-1/);
  });
});

/** A statement of Terraform's language, read back with the placeholders that its interpolations stand for. */
function statementOf(block: string): unknown {
  const list = (name: string): string[] => {
    const [, json = "[]"] = new RegExp(`^ *${name} += (\\[.*\\])$`, "m").exec(block) ?? [];
    return (JSON.parse(json) as string[]).map(withPlaceholders);
  };
  const text = (name: string) => new RegExp(`^ *${name} += "(.*)"$`, "m").exec(block)?.[1] as string;
  const condition = block.includes("condition {") && { [text("test")]: { [text("variable")]: list("values")[0] } };
  const Condition = condition && { Condition: condition };
  return { Sid: text("sid"), Effect: "Allow", Action: list("actions"), Resource: list("resources"), ...Condition };
}

function withPlaceholders(text: string): string {
  return text
    .replaceAll(`\${data.aws_caller_identity.current.account_id}`, `\${AWS::AccountId}`)
    .replace(
      /\$\{var\.(\w+)\}/g,
      (_, name: string) => `\${${name.replace(/(^|_)(\w)/g, (_, _dash, letter) => letter.toUpperCase())}}`,
    )
    .replaceAll("&{", "${")
    .replaceAll("%%{", "%{");
}
