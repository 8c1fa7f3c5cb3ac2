import type { Findings } from "./findings.ts";
import { scan } from "./ledger.ts";
import type { Place } from "./place.ts";
import type { KnownUser } from "./users.ts";

/** What `safe` steps leave, and the attributes of `enrichUser`: there exactly once, or not at all. */
export async function checkState(place: Place, known: KnownUser[], findings: Findings): Promise<void> {
  const { record, groups, attributes, steps } = place.flow;
  const records = await scan(place, record.table);
  const recordsOf = Map.groupBy(records, (item) => item[record.email]?.S);
  const done = (step: string) => known.filter(({ entry }) => entry?.steps.get(step) === "done");
  findings.promise(
    done(record.step).filter(({ email }) => recordsOf.get(email)?.length !== 1),
    "users do not have exactly one record although its step says done",
  );
  const onboarded = new Set(known.filter(({ entry }) => entry).map(({ email }) => email));
  findings.promise(
    [...recordsOf.keys()].filter((email) => !onboarded.has(email ?? "")),
    "records are of nobody who was onboarded",
  );
  // Cognito puts users of an external provider into a group of its own.
  const ours = new Set(steps.find(({ name }) => name === groups.step)?.step.resources.groups);
  const groupsOf = (user: KnownUser) => user.groups.filter((group) => ours.has(group)).toSorted();
  findings.promise(
    done(groups.step).filter((user) => groupsOf(user).join() !== groups.of(user).toSorted().join()),
    "users are not in exactly their groups although the step says done",
  );
  for (const { step, name, of } of attributes)
    findings.promise(
      done(step).filter((user) => user.attributes[name] !== of(user)),
      `users do not have the ${name} that the other system gave although ${step} says done`,
    );
}
