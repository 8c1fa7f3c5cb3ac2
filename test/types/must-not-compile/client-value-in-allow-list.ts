import {
  addToGroups,
  allOf,
  anyOf,
  type ConfirmedUser,
  everyone,
  selfChosen,
  selfChosenInMetadata,
  verifiedEmailAt,
} from "foyer";

export function rulesOf(user: ConfirmedUser, plans: string[]) {
  // @must-not-compile: the values of an allow-list are written in the code, not taken from what the client wrote
  selfChosen("custom:plan", user.attributes["custom:plan"]);
  // @must-not-compile: nor from elsewhere
  selfChosen("custom:plan", plans[0] ?? "");
  // @must-not-compile: nor put together with it
  selfChosen("custom:plan", `team-${user.metadata.team}`);
  // @must-not-compile: a list has at least one value
  selfChosen("custom:plan");
  // @must-not-compile: nor is it a pattern
  selfChosen("custom:plan", /^pro/);
  // @must-not-compile: nor a function that decides by what it likes
  selfChosen("custom:plan", (plan: string) => plan !== "free");
  // @must-not-compile: the same for what came with the confirmation
  selfChosenInMetadata("plan", user.metadata.plan);
}

// @must-not-compile: a rule with a part that the user wrote is not verified, whatever else it asks for
addToGroups({ Sales: allOf(verifiedEmailAt("acme.com"), selfChosen("custom:team", "sales")) });

// @must-not-compile: nor is one where it is an alternative
addToGroups({ Sales: anyOf(everyone, selfChosenInMetadata("team", "sales")) });

addToGroups({ Sales: allOf(verifiedEmailAt("acme.com"), selfChosen("custom:team", "sales")) }, { open: ["Sales"] });

// @must-not-compile: somebody makes a group, or the user is parked
addToGroups({ Users: everyone }, { ifMissing: "ignore" });
