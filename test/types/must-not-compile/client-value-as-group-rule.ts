import { addToGroups, type ConfirmedUser, selfChosen } from "foyer";

addToGroups({
  // @must-not-compile: a rule is made by Foyer's functions, not written as one
  Staff: (user: ConfirmedUser) => user.attributes["custom:role"] === "staff",
});

// @must-not-compile: a group that one may choose for oneself is named in `open`
addToGroups({ Teachers: selfChosen("custom:role", "teacher") });

addToGroups(
  // @must-not-compile: and only that one is open
  { Teachers: selfChosen("custom:role", "teacher"), Staff: selfChosen("custom:role", "staff") },
  { open: ["Teachers"] },
);
