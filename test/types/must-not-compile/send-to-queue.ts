import { sendToQueue } from "foyer";

// @must-not-compile: a standard queue has no message groups
sendToQueue({ queue: "new-users", group: "all" });

sendToQueue({
  queue: "new-users",
  // @must-not-compile: a message is plain JSON, and a Date is not
  message: () => ({ at: new Date() }),
});
