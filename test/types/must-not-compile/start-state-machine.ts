import { startStateMachine } from "foyer";

startStateMachine({
  stateMachine: "provision-workspace",
  // @must-not-compile: an input is plain JSON, and a bigint is not
  input: () => ({ size: 3n }),
});

// @must-not-compile: the state machine is named
startStateMachine({ input: () => ({ size: "small" }) });
