import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { AccountRecovery, FeaturePlan, Mfa, StandardThreatProtectionMode, UserPool } from "aws-cdk-lib/aws-cognito";
import { Bucket, type IBucket } from "aws-cdk-lib/aws-s3";
import { App, NestedStack, Stack, Validations } from "aws-cdk-lib/core";
import { BUNDLING_STACKS } from "aws-cdk-lib/cx-api";
import { AwsSolutionsChecks } from "cdk-nag";
import type { Construct } from "constructs";
import { Onboarding, type OnboardingProps } from "./onboarding.ts";
import type { Template } from "./test-template.ts";

const examples = join(import.meta.dirname, "../../../examples");
export const exampleNames = globSync("*/onboarding.ts", { cwd: examples }).map((file) => dirname(file));
export const fileOf = (example: string) => join(examples, example, "onboarding.ts");

/** What a synthesis makes. */
export interface Synthesized {
  /** By stack; a nested one is `Stack/Nested`. */
  readonly templates: Readonly<Record<string, Template>>;
  /** What cdk-nag says: the rule, and where. */
  readonly findings: readonly string[];
}

/** A pool to which cdk-nag has no objection. */
export function goodPool(scope: Construct): UserPool {
  return new UserPool(scope, "Users", {
    selfSignUpEnabled: true,
    signInAliases: { email: true },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { sms: false, otp: true },
    passwordPolicy: { minLength: 12, requireDigits: true, requireLowercase: true, requireSymbols: true, requireUppercase: true },
    featurePlan: FeaturePlan.PLUS,
    standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
  });
}

/** A bucket to which cdk-nag has no objection, as somebody else's stack made it. */
export function goodBucket(scope: Construct): IBucket {
  return Bucket.fromBucketName(scope, "Files", "acme-files");
}

export const env = { account: "111122223333", region: "eu-west-1" };

/** Synthesizes each variant of where the pool is in one app, where what they have in common is bundled once. */
export function synthesizeVariants(): Synthesized {
  return synthesized({}, (app) => {
    const stack = (id: string) => new Stack(app, id, { env });
    const onboard = (scope: Construct, more: Pick<OnboardingProps, "userPool"> & Partial<OnboardingProps>) =>
      new Onboarding(scope, "Onboarding", { entry: fileOf("welcome"), ...more });

    const same = stack("SameStack");
    onboard(same, { userPool: goodPool(same), make: ["tables", "groups", "senders", "customAttributes"] });

    onboard(stack("OtherStack"), { userPool: goodPool(stack("PoolStack")) });

    const imported = stack("Imported");
    const userPool = UserPool.fromUserPoolId(imported, "Users", "eu-west-1_AbCdEfGhI");
    const smsRoleArn = "arn:aws:iam::111122223333:role/service-role/texts";
    onboard(imported, { userPool, signIn: ["PostAuthentication"], make: ["groups"], smsRoleArn });

    // As Amplify Gen 2 has it: a nested stack for what defineAuth makes, one more for backend.createStack("Onboarding").
    const amplify = stack("Amplify");
    const authPool = goodPool(new NestedStack(amplify, "auth"));
    onboard(new NestedStack(amplify, "Onboarding"), { userPool: authPool });
    const beside = stack("AmplifyInAuth");
    const auth = new NestedStack(beside, "auth");
    onboard(auth, { userPool: goodPool(auth), signIn: [] });
  });
}

/** Synthesizes each example with a pool of its own. Their code is not built: their templates say the same without it. */
export function synthesizeExamples(): Synthesized {
  return synthesized(withoutBundling, (app) => {
    for (const example of exampleNames) {
      const scope = new Stack(app, example, { env });
      const userPool = goodPool(scope);
      const props = { entry: fileOf(example), userPool, make: ["customAttributes" as const] };
      const identity = example === "identity" && {
        identity: { clients: [userPool.addClient("Page")], bucket: goodBucket(scope) },
      };
      new Onboarding(scope, "Onboarding", { ...props, ...identity });
    }
  });
}

/** What the CDK's command says for stacks that it does not deploy. */
export const withoutBundling = { [BUNDLING_STACKS]: [] };

/** Synthesizes what `make` puts into the app. */
export function synthesized(context: Record<string, unknown>, make: (app: App) => void): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), "foyer-cdk-"));
  try {
    const app = new App({ outdir, context, analyticsReporting: false });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    make(app);
    let failure: unknown;
    try {
      app.synth();
    } catch (error) {
      failure = error;
    }
    const findings = findingsIn(outdir);
    if (failure !== undefined && findings.length === 0) throw failure;
    return { templates: templatesIn(outdir), findings };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function templatesIn(outdir: string): Record<string, Template> {
  return Object.fromEntries(
    globSync("*.template.json", { cwd: outdir }).map((file) => [
      basename(file).replace(/(\.nested)?\.template\.json$/, ""),
      JSON.parse(readFileSync(join(outdir, file), "utf8")),
    ]),
  );
}

interface ValidationReport {
  readonly pluginReports?: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

function findingsIn(outdir: string): string[] {
  const { pluginReports = [] }: ValidationReport = JSON.parse(readFileSync(join(outdir, "validation-report.json"), "utf8"));
  return pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    ),
  );
}
