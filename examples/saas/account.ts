import type { ConfirmedUser, FlowUser } from "foyer";

/** Where the application keeps what it knows of an account: an item of a table that has a partition key and a sort key. */
export const account = {
  table: "accounts",
  key: { pk: ({ sub }: Pick<ConfirmedUser, "sub">) => `ACCOUNT#${sub}`, sk: () => "PROFILE" },
};

/** The plan that was chosen on the pricing page. What the browser says beyond the two is the free one. */
export function planOf({ metadata }: FlowUser): "free" | "trial" {
  return metadata.plan === "trial" ? "trial" : "free";
}
