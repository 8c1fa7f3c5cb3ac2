import { checkRecord, custom, flow, publishEvent } from "foyer";

const joined = publishEvent({ detailType: "UserConfirmed" });
const finished = checkRecord({ that: (record) => record?.tutorial === "done" });

// @must-not-compile: a flow is stopped by an answer, not by an effect
flow({ joined }, async () => {}, { stopWhen: { unsubscribed: joined } });

// @must-not-compile: nor by any step that happens to give a boolean
flow({ joined }, async () => {}, { stopWhen: { gone: custom({ permissions: [], replay: "safe", run: async () => true }) } });

// @must-not-compile: nor by a function that nobody knows the permissions of
flow({ joined }, async () => {}, { stopWhen: { gone: () => true } });

// @must-not-compile: an answer is yes or no
checkRecord({ that: (record) => record?.unsubscribed });

flow({ finished }, async (_user, steps) => {
  // @must-not-compile: only the answer reaches the flow
  if ((await steps.finished()).tutorial === "done") return;
});
