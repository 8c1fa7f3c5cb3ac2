import { join } from "node:path";
import { Onboarding } from "@foyer/cdk";
import { UserPool } from "aws-cdk-lib/aws-cognito";
import { App, Stack } from "aws-cdk-lib/core";

const stack = new Stack(new App(), "Welcome");
const userPool = new UserPool(stack, "Users", { selfSignUpEnabled: true, signInAliases: { email: true } });
const entry = join(import.meta.dirname, "onboarding.ts");

new Onboarding(stack, "Onboarding", { entry, userPool, make: ["tables", "groups", "senders"] });
