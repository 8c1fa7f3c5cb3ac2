import { checkRecord, custom, flow, invokeFunction, onboarding, publishEvent, saveUser } from "foyer";

const joined = publishEvent({ detailType: "UserConfirmed" });

onboarding({
  // @must-not-compile: what runs before the first sign-in runs together, without an order or a wait
  beforeFirstSignIn: flow({ joined }, async (_user, steps) => steps.joined()),
});

onboarding({
  beforeFirstSignIn: {
    record: saveUser(),
    // @must-not-compile: nobody could give it its input there
    crm: custom({ permissions: [], replay: "safe", run: async (_user, { source }: { source: string }) => source }),
    // @must-not-compile: Cognito's attempts overlap also where the answer may be missing
    workspace: invokeFunction({ functionName: "make-workspace", replay: "unknown", ifUnknown: "assume-sent" }),
  },
});

onboarding({
  // @must-not-compile: there are three phases
  beforeSignUp: { record: saveUser() },
});

// @must-not-compile: steps have names
onboarding({ afterwards: [joined] });

onboarding({
  afterwards: {
    // @must-not-compile: a step is made by one of Foyer's functions
    joined: async () => {},
  },
});

flow({ joined }, async () => {}, {
  stopWhen: {
    // @must-not-compile: a question is asked about the record, not about what the client wrote
    unsubscribed: checkRecord({ that: (_record, { metadata }) => metadata.mails === "none" }),
  },
});
