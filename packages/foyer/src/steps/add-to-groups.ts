import { userPoolArn } from "../onboarding/arn.ts";
import { once, requestLimits } from "../onboarding/aws-client.ts";
import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { OnboardingError, StepError } from "../onboarding/errors.ts";
import type { Step, StepCall } from "../onboarding/step.ts";
import { type GroupRule, isGroupRule } from "./group-rules.ts";

/**
 * Refuses a name that is not written in the code, and a self-chosen rule for a group that is not declared open: groups are a security
 * boundary.
 */
type Guarded<Groups, Open extends string> = {
  [Name in keyof Groups]: string extends Name ? never : Name extends Open ? GroupRule : GroupRule<"verified">;
};

const cognito = once(async () => {
  const sdk = await import("@aws-sdk/client-cognito-identity-provider");
  return { sdk, client: new sdk.CognitoIdentityProviderClient({ requestHandler: requestLimits }) };
});

/**
 * Adds the user to each group whose rule admits them: `addToGroups({ Users: everyone, Staff: verifiedEmailAt("example.com") })`. Groups
 * that one may choose for oneself are named in `open`. The groups must exist. Finished once, it never runs again for the user, so an
 * administrator's removal stays.
 */
export function addToGroups<const Groups extends Readonly<Record<string, GroupRule>>, const Open extends string = never>(
  groups: Groups & Guarded<Groups, Open>,
  options: { open?: readonly Open[] } = {},
): Step<"safe", void, void> {
  const rules = Object.entries<GroupRule>(groups);
  for (const [group, rule] of rules) {
    if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(group))
      throw new OnboardingError(
        `Cannot use a group as its name must be 1 to 128 letters, marks and digits: current value is '${group}'`,
      );
    if (!isGroupRule(rule))
      throw new OnboardingError(`Cannot use group '${group}' as its rule must be everyone, verifiedEmailAt(…) or selfChosen(…)`);
    if (rule.by === "self-chosen" && !options.open?.includes(group as Open))
      throw new OnboardingError(`Cannot use group '${group}' with a self-chosen rule as it must be named in 'open'`);
  }
  const groupsOf = (user: ConfirmedUser) => rules.filter(([, rule]) => rule.admits(user)).map(([group]) => group);
  return {
    replay: "safe",
    permissions: [{ actions: ["cognito-idp:AdminAddUserToGroup"], resources: [userPoolArn] }],
    resources: { groups: rules.map(([group]) => group) },
    groupsOf,
    givesResult: false,
    logsResult: true,
    async run(user, _, call) {
      const mine = groupsOf(user);
      await Promise.all(mine.map((group) => add(user, group, call)));
      return { groups: mine };
    },
  };
}

async function add(user: ConfirmedUser, group: string, { signal }: StepCall): Promise<void> {
  const { sdk, client } = await cognito();
  try {
    await client.send(new sdk.AdminAddUserToGroupCommand({ ...user.cognito, GroupName: group }), { abortSignal: signal });
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
    throw new StepError(`Cannot add the user to group '${group}' as the user pool must have it: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
