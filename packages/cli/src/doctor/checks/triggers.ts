import type { LambdaConfigType } from "@aws-sdk/client-cognito-identity-provider";
import type { Role } from "../../policy/read-policies.ts";
import type { Examined } from "../examine.ts";
import type { Checked, Finding } from "../finding.ts";
import { updateCommand } from "../pool-update.ts";

type TriggerName = "PostConfirmation" | "PostAuthentication" | "PreTokenGeneration";

const why = {
  trigger: "Nobody is onboarded when they confirm: they get in without groups and record, until a sweep finds them.",
  "sign-in": "Users who came by an import, an identity provider or an administrator wait for the sweep.",
} as const;

/** The functions that an onboarding cannot do without. Of the worker another check tells; a sign-in handler may be left out. */
const withoutIt: Readonly<Partial<Record<Role, string>>> = {
  trigger: why.trigger,
  sweep: "Nobody finds users who were missed, and nobody takes up executions that ended.",
  "mail-events": "Nobody reads what SES tells of mails: one whose answer was lost is tried again blindly, or assumed to be sent.",
  "link-identity": "Nobody links users with their identities: they find nothing of what is theirs.",
};

/** Whether the pool calls the functions. Who calls UpdateUserPool without them takes every trigger away. */
export function triggers({ definition, deployed: { pool, functions, place } }: Examined): Checked {
  const config = pool.LambdaConfig ?? {};
  const findings: Finding[] = [];
  const calls = (name: TriggerName, called: string | undefined, role: keyof typeof why) => {
    const now = calledAt(config, name);
    if (called === undefined || now === called) return;
    const id = now === undefined ? "trigger-detached" : "trigger-taken";
    const what = now === undefined ? "The user pool calls no function" : `The user pool calls ${now}`;
    const fix =
      now === undefined
        ? updateCommand(pool, { [name]: called })
        : `Call yours from there, or give the trigger back: ${updateCommand(pool, { [name]: called })}`;
    findings.push({ id, what: `${what} at ${name}; it should be ${called}.`, why: why[role], fix });
  };
  const signIn = functions["sign-in"]?.FunctionArn;
  const atSignIn = (["PostAuthentication", "PreTokenGeneration"] as const).filter((name) => calledAt(config, name) === signIn);
  for (const [role, consequence] of Object.entries(withoutIt) as [Role, string][])
    if (definition.roles.includes(role) && !functions[role])
      findings.push({
        id: "function-missing",
        what: `There is no function for the ${role} of ${place.UserPoolId}.`,
        why: consequence,
        fix: `Deploy it (docs/deploy.md), or say which it is: foyer doctor --function ${role}=NAME`,
      });
  calls("PostConfirmation", functions.trigger?.FunctionArn, "trigger");
  // One of the two is enough, as a deployment may leave the other to somebody else.
  if (atSignIn.length === 0) calls("PostAuthentication", signIn, "sign-in");
  return { findings };
}

function calledAt(config: LambdaConfigType, name: TriggerName): string | undefined {
  return config[name] ?? (name === "PreTokenGeneration" ? config.PreTokenGenerationConfig?.LambdaArn : undefined);
}
