import { publishEvent } from "foyer";

// @must-not-compile: an event says what has happened
publishEvent({});

publishEvent({
  detailType: "UserConfirmed",
  // @must-not-compile: a detail is plain JSON, and a Set is not
  detail: () => ({ groups: new Set(["Users"]) }),
});
