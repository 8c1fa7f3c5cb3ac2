import { type ConfirmedUser, custom, flow, onboarding } from "foyer";

const crm = custom({
  permissions: [],
  replay: "keyed",
  run: async (_user: ConfirmedUser, { source }: { source: string }) => ({ tier: source === "web" ? "free" : "pro" }),
});

onboarding({
  afterwards: {
    // @must-not-compile: a step that needs an input is called by a flow, which gives it
    crm,
  },
});

flow({ crm }, async (_user, steps) => {
  // @must-not-compile: with its input
  await steps.crm();
  // @must-not-compile: of its type
  await steps.crm({ source: 3 });
  const { tier } = await steps.crm({ source: "web" });
  // @must-not-compile: and gives a result of its type
  const level: number = tier;
  return void level;
});

flow({ size: custom({ permissions: [], replay: "safe", run: async ({ sub }) => sub.length }) }, async (_user, { size }) => {
  const letters: number = await size();
  // @must-not-compile: a step without an input is given none
  await size(letters);
});
