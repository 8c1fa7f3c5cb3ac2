import { addToGroups, type ConfirmedUser, everyone } from "foyer";

export function groupsFor(user: ConfirmedUser, wanted: string) {
  // @must-not-compile: a group is named in the code, never by what the client wrote
  addToGroups({ [user.metadata.role ?? ""]: everyone });
  // @must-not-compile: nor by any other text that is not written there
  addToGroups({ [wanted]: everyone });
  // @must-not-compile: nor by a text of which only a part is written there
  addToGroups({ [`team-${user.metadata.team}`]: everyone });
  // @must-not-compile: nor by a function of the user
  addToGroups((someone: ConfirmedUser) => ({ [someone.attributes["custom:role"] ?? ""]: everyone }));
}
