import { flow, publishEvent } from "foyer";

flow(
  { joined: publishEvent({ detailType: "UserConfirmed" }) },
  // @must-not-compile: a flow calls only the steps that it declares
  async (_user, { joined, welcome }) => {
    await joined();
    await welcome();
  },
);
