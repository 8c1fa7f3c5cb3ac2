import type { ConfirmedUser } from "foyer";

/** Where the application keeps what it knows of a member: an item of a table that has a partition key and a sort key. */
export const member = {
  table: "tutorial",
  key: { pk: ({ sub }: Pick<ConfirmedUser, "sub">) => `MEMBER#${sub}`, sk: () => "PROFILE" },
};
