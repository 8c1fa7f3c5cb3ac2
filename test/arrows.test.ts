import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
const packageNames: Record<string, string> = {
  foyer: "packages/foyer",
  "@foyer/local": "packages/local",
  "@foyer/cli": "packages/cli",
  "@foyer/cdk": "packages/cdk",
  "@foyer/console": "packages/console",
};

/** Every import of the sources as [from file, to file or bare package], both relative to the root. */
const imports = globSync("packages/*/src/**/*.{ts,tsx,mjs}", { cwd: root }).flatMap((file) =>
  [
    ...readFileSync(join(root, file), "utf8").matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^"';]*?from\s+"([^"]+)"|import\("([^"]+)"\)/g,
    ),
  ].map((match) => {
    const specifier = (match[1] ?? match[2]) as string;
    const to = specifier.startsWith(".") ? relative(root, resolve(root, dirname(file), specifier)) : specifier;
    return { from: file.split(sep).join("/"), to: to.split(sep).join("/") };
  }),
);

/** The package folder that an import leads to, if it is one of ours. */
function packageOf(to: string): string | undefined {
  const name = Object.keys(packageNames).find((candidate) => to === candidate || to.startsWith(`${candidate}/`));
  return name ? packageNames[name] : /^packages\/[^/]+/.exec(to)?.[0];
}

function forbidden(from: RegExp, to: (target: string) => boolean, except = /(\.test|\.long|\/test-[^/]+)\.ts$/): string[] {
  return imports
    .filter((arrow) => from.test(arrow.from) && !except.test(arrow.from) && to(arrow.to))
    .map((arrow) => `${arrow.from} -> ${arrow.to}`);
}

test("the check reads the imports", () => {
  assert.ok(imports.length > 100, `only ${imports.length} imports found`);
});

test("foyer imports no other package, local none, cdk only foyer, and the console only the types of local", () => {
  const others: [from: string, allowed: string[]][] = [
    ["foyer", []],
    ["local", []],
    ["cdk", ["packages/foyer"]],
    ["console", ["packages/local"]],
    ["cli", ["packages/foyer", "packages/local"]],
  ];
  for (const [from, allowed] of others) {
    const own = `packages/${from}`;
    const foreign = (to: string) => ![undefined, own, ...allowed].includes(packageOf(to));
    assert.deepEqual(forbidden(new RegExp(`^${own}/`), foreign), []);
  }
  const consoles = globSync("packages/console/src/**/*.{ts,tsx}", { cwd: root });
  const running = consoles.filter((file) => /import (?!type)[^"]*from "@foyer\//.test(readFileSync(join(root, file), "utf8")));
  assert.deepEqual(running, []);
});

test("inside foyer, onboarding imports no step and no handler", () => {
  assert.deepEqual(
    forbidden(/^packages\/foyer\/src\/onboarding\//, (to) => /^packages\/foyer\/src\/(steps|lambda|operate)\//.test(to)),
    [],
  );
});

test("inside foyer, the trigger does not reach the durable SDK", () => {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const arrow of imports) if (arrow.from === file) visit(arrow.to);
  };
  visit("packages/foyer/src/lambda/trigger.ts");
  assert.ok(seen.size > 5);
  assert.deepEqual(
    [...seen].filter((file) => file.includes("durable-execution-sdk")),
    [],
  );
});

test("inside local, a service reaches another service's folder only through the composition or by type and exported function", () => {
  const services = globSync("packages/local/src/*/", { cwd: root })
    .map((folder) => basename(folder))
    .filter((folder) => !["endpoint", "faults", "store", "journal", "model", "console"].includes(folder));
  assert.ok(services.length > 12);
  // What a folder exports to the others: its context object, which is named after it. Its storage files are its own.
  const furtherDoors: Record<string, RegExp> = {
    // How a token is read and whose it is, which identity pools ask of the tokens of users.
    cognito: /cognito\/(discovery|tokens\/(jwt|issuer))\.ts$/,
    // Identity pools let their users assume roles as STS does.
    sts: /sts\/(web-identity-session|foreign-token)\.ts$/,
    lambda: /lambda\/(functions|durable\/executions)\.ts$/,
    // The function host writes what functions log.
    logs: /logs\/(log-events|json-of-line)\.ts$/,
    kms: /kms\/ciphertext\.ts$/,
    ses: /ses\/inbox\.ts$/,
    // Deciding by policies is a calculation; and STS gives out what IAM keeps.
    iam: /iam\/(evaluate\/[^/]+|roles|sessions|errors)\.ts$/,
  };
  for (const service of services) {
    const others = services.filter((other) => other !== service);
    const isDoor = (other: string, to: string) => to.endsWith(`/${other}/${other}.ts`) || furtherDoors[other]?.test(to);
    const through = (to: string) => others.some((other) => to.startsWith(`packages/local/src/${other}/`) && !isDoor(other, to));
    assert.deepEqual(forbidden(new RegExp(`^packages/local/src/${service}/`), through), []);
  }
});

test("inside local, the store, the clock, the journal and the model know no service", () => {
  assert.deepEqual(
    forbidden(/^packages\/local\/src\/(store|journal|model|clock)/, (to) =>
      /^packages\/local\/src\/(cognito|lambda|ses|dynamodb|events|endpoint)\//.test(to),
    ),
    [],
  );
});

test("inside local, the endpoint and the function host alone know of faults", () => {
  assert.deepEqual(
    forbidden(
      /^packages\/local\/src\/(store|journal|model|clock|cognito|ses|dynamodb|events|lambda\/(operations|durable))/,
      (to) => to.startsWith("packages/local/src/faults/"),
    ),
    [],
  );
});

test("no product code imports an AWS SDK client at run time in local", () => {
  const runtime = globSync("packages/local/src/**/*.ts", { cwd: root }).filter((file) => {
    if (/\.(test|long)\.ts$|\/test-/.test(file)) return false;
    return /(?:^|\n)import (?!type)[^"]*from "@aws-sdk\//.test(readFileSync(join(root, file), "utf8"));
  });
  assert.deepEqual(runtime, []);
});
