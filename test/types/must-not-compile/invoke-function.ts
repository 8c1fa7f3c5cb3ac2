import { invokeFunction, onboarding } from "foyer";

// @must-not-compile: an invocation says how it may be repeated
invokeFunction({ functionName: "make-workspace" });

// @must-not-compile: and what happens when nobody can tell whether it ran
invokeFunction({ functionName: "make-workspace", replay: "unknown" });

// @must-not-compile: a durable function is invoked by a version or an alias
invokeFunction({ functionName: "run-trial", durable: true });

// @must-not-compile: and started, not waited for
invokeFunction({ functionName: "run-trial", qualifier: "live", durable: true, invocationType: "RequestResponse" });

onboarding({
  beforeFirstSignIn: {
    // @must-not-compile: Cognito's attempts overlap, so what nobody recognises twice waits for afterwards
    workspace: invokeFunction({ functionName: "make-workspace", replay: "unknown", ifUnknown: "resend" }),
  },
});
