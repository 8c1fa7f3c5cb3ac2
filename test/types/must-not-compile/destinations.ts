import { amplitude, eventBridge, postHog, secretFromEnvironment, track } from "foyer";

const key = secretFromEnvironment("KEY");

// @must-not-compile: a key is never written in the code
postHog({ projectKey: "phc_1234" });
// @must-not-compile: nor here
amplitude({ apiKey: "1234" });
// @must-not-compile: each destination has a name of its own for the key
amplitude({ projectKey: key });
// @must-not-compile: a bus needs a permission and no key
eventBridge({ writeKey: key });

// @must-not-compile: a step has one destination, by whose identifier it is repeated
track({ to: [eventBridge(), postHog({ projectKey: key })], consent: "not needed" });
