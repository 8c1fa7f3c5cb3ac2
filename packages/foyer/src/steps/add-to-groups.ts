import { userPoolArn } from "../onboarding/arn.ts";
import { once, requestLimits } from "../onboarding/aws-client.ts";
import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { OnboardingError, StepError } from "../onboarding/errors.ts";
import type { Step, StepCall } from "../onboarding/step.ts";
import { type GroupRule, isGroupRule, type Written } from "./group-rules.ts";

/**
 * Refuses a name that is not written in the code, and a self-chosen rule for a group that is not declared open: groups are a security
 * boundary.
 */
type Guarded<Groups, Open extends string> = {
  [Name in keyof Groups]: [Written<Name & string>] extends [never]
    ? never
    : Name extends Open
      ? GroupRule
      : GroupRule<"verified">;
};

export interface AddToGroupsOptions<Open extends string = never> {
  /** The groups that one may choose for oneself, as they give nothing away. */
  open?: readonly Open[];
  /**
   * Who sees to it that the groups exist. `create`, the default: the deployment makes those that are missing. `park`: somebody else does,
   * and whoever comes before that is parked. In either case a group that is missing when the step runs parks the user.
   */
  ifMissing?: "create" | "park";
}

const cognito = once(async () => {
  const sdk = await import("../onboarding/sdk/cognito-identity-provider.ts");
  return { sdk, client: new sdk.CognitoIdentityProviderClient({ requestHandler: requestLimits }) };
});

/**
 * Adds the user to each group whose rule admits them: `addToGroups({ Users: everyone, Staff: verifiedEmailAt("example.com") })`. Groups
 * that one may choose for oneself are named in `open`. Finished once, it never runs again for the user, so an administrator's removal
 * stays.
 */
export function addToGroups<const Groups extends Readonly<Record<string, GroupRule>>, const Open extends string = never>(
  groups: Groups & Guarded<Groups, Open>,
  options: AddToGroupsOptions<Open> = {},
): Step<"safe", void, void> {
  const { open = [], ifMissing = "create" } = options;
  const rules = Object.entries<GroupRule>(groups);
  for (const [group, rule] of rules) check(group, rule, open);
  if (!["create", "park"].includes(ifMissing))
    throw new OnboardingError(`Cannot use addToGroups as 'ifMissing' must be create or park: current value is '${ifMissing}'`);
  const groupsOf = (user: ConfirmedUser) => rules.filter(([, rule]) => rule.admits(user)).map(([group]) => group);
  return {
    replay: "safe",
    permissions: [{ actions: ["cognito-idp:AdminAddUserToGroup"], resources: [userPoolArn] }],
    resources: { groups: ifMissing === "create" ? rules.map(([group]) => group) : [] },
    metadata: rules.flatMap(([, rule]) => rule.metadata),
    groupsOf,
    givesResult: false,
    logsResult: true,
    async run(user, _, call) {
      const mine = groupsOf(user);
      const added = await Promise.all(mine.map((group) => add(user, group, call)));
      const failed = added.find((each) => each.error);
      if (failed) throw failed.error;
      const missing = added.filter((each) => each.missing).map(({ group }) => `'${group}'`);
      if (missing.length > 0)
        throw new StepError(`Cannot add the user to group ${missing.join(", ")} as the user pool must have it`);
      return { groups: mine };
    },
  };
}

function check(group: string, rule: GroupRule, open: readonly string[]): void {
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(group))
    throw new OnboardingError(
      `Cannot use a group as its name must be 1 to 128 letters, marks and digits: current value is '${group}'`,
    );
  if (!isGroupRule(rule))
    throw new OnboardingError(`Cannot use group '${group}' as its rule must be everyone, verifiedEmailAt(…) or selfChosen(…)`);
  if (rule.by !== "verified" && !open.includes(group))
    throw new OnboardingError(`Cannot use group '${group}' with a self-chosen rule as it must be named in 'open'`);
}

/** What came of one group. One that fails does not stop the others; a failure that may pass goes before a group that is missing. */
interface Added {
  group: string;
  missing?: true;
  error?: unknown;
}

async function add(user: ConfirmedUser, group: string, { signal }: StepCall): Promise<Added> {
  try {
    const { sdk, client } = await cognito();
    await client.send(new sdk.AdminAddUserToGroupCommand({ ...user.cognito, GroupName: group }), { abortSignal: signal });
    return { group };
  } catch (error) {
    return (error as Error).name === "ResourceNotFoundException" ? { group, missing: true } : { group, error };
  }
}
