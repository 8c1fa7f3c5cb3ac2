import { checkRecord, custom, flow, html, publishEvent, sendEmail, startStateMachine } from "foyer";

const welcome = sendEmail({ from: "hello@example.com", subject: "Welcome", html: html`<p>Hi</p>`, ifUnknown: "resend" });
const joined = publishEvent({ detailType: "UserConfirmed" });
const workspace = startStateMachine({ stateMachine: "provision-workspace" });
const isActive = checkRecord({ that: (record) => record?.projects !== undefined });
const tier = custom({ permissions: [], replay: "safe", run: async () => ({ tier: "pro" as const }) });

flow({ welcome, joined, workspace, isActive, tier }, async (user, steps) => {
  // @must-not-compile: a mail gives nothing to decide by
  const messageId: string = await steps.welcome();
  // @must-not-compile: nor does an event
  if (await steps.joined()) return;
  // @must-not-compile: nor does an execution, which goes on by itself
  const { output } = await steps.workspace();
  // @must-not-compile: a step of Foyer's is told who it is for, and nothing else
  await steps.welcome({ to: user.sub });
  // @must-not-compile: a question is answered with yes or no
  const projects: number = await steps.isActive();
  const { tier } = await steps.tier();
  // @must-not-compile: a result has the values that it can have, and no others
  if (tier === "enterprise") return;
  return void [messageId, output, projects];
});
