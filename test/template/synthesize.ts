import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Onboarding, type OnboardingProps } from "@foyer/cdk";
import { UserPool } from "aws-cdk-lib/aws-cognito";
import { App, type Environment, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** An onboarding file of an example. */
export const fileOf = (example: string) => join(import.meta.dirname, "../../examples", example, "onboarding.ts");

/** A pool whose users sign up by themselves, with an e-mail address and a password. */
export function openPool(scope: Construct): UserPool {
  return new UserPool(scope, "Users", { selfSignUpEnabled: true, signInAliases: { email: true } });
}

/** The example's onboarding for a pool, in a scope of its own. */
export function onboard(scope: Construct, example: string, props: Pick<OnboardingProps, "userPool"> & Partial<OnboardingProps>) {
  return new Onboarding(scope, "Onboarding", { entry: fileOf(example), ...props });
}

/** Writes what `make` puts into an app into a folder of its own, code included. @returns the folder */
export function synthesize(make: (app: App) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), "foyer-template-"));
  const app = new App({ outdir, analyticsReporting: false });
  make(app);
  app.synth();
  return outdir;
}

/** Synthesizes one stack `Stack` with a pool and the onboarding of an example. @returns its template */
export function synthesizeExample(example: string, props: Partial<OnboardingProps> = {}, env?: Environment): string {
  const outdir = synthesize((app) => {
    const stack = new Stack(app, "Stack", { ...(env && { env }) });
    onboard(stack, example, { userPool: openPool(stack), ...props });
  });
  return join(outdir, "Stack.template.json");
}
