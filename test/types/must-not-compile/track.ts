import { secretFromEnvironment, segment, track } from "foyer";

const writeKey = secretFromEnvironment("SEGMENT_WRITE_KEY");
const to = segment({ writeKey });

// @must-not-compile: a key is never written in the code
segment({ writeKey: "c2VnbWVudA" });
// @must-not-compile: a workspace is in one of two regions
segment({ writeKey, region: "mars" });

// @must-not-compile: whether consent is needed has to be said
track({ to });
// @must-not-compile: a promise would pass for consent
track({ to, consent: async () => false });
// @must-not-compile: a standard attribute holds no consent
track({ to, consent: "email_verified" });

// @must-not-compile: nothing of the user leaves unless it is named
track({ to, consent: "custom:analytics", properties: ({ attributes }) => ({ address: attributes.email }) });
// @must-not-compile: not by another way either
track({ to, consent: "custom:analytics", properties: ({ email }) => ({ address: email }) });
// @must-not-compile: properties are flat
track({ to, consent: "custom:analytics", properties: () => ({ company: { size: 5 } }) });
// @must-not-compile: and what JSON keeps
track({ to, consent: "custom:analytics", properties: () => ({ at: new Date() }) });

track({
  to,
  consent: "custom:analytics",
  attributes: ["email"],
  properties: ({ attributes }) => ({ address: attributes.email }),
});
