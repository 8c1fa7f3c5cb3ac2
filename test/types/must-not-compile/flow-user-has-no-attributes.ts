import { flow, publishEvent } from "foyer";

flow({ joined: publishEvent({ detailType: "UserConfirmed" }) }, async (user, { joined }) => {
  // @must-not-compile: attributes may change between two replays; a step reads them, a flow does not
  if (user.attributes["custom:plan"] === "pro") await joined();
});

// @must-not-compile: flows have a function of that name
flow({ sleep: publishEvent({ detailType: "UserConfirmed" }) }, async () => {});

flow({}, async (_user, { sleep }) => {
  // @must-not-compile: a duration has a number and a unit
  await sleep("soon");
});
