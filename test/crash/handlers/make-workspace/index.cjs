// What a step invokes: it says on the default bus that it has run, for whom, and under which id.
const { EventBridgeClient, PutEventsCommand } = require("@aws-sdk/client-eventbridge");

const events = new EventBridgeClient({});

exports.handler = async ({ id, sub }) => {
  const Detail = JSON.stringify({ id, sub });
  await events.send(new PutEventsCommand({ Entries: [{ Source: "crash", DetailType: "WorkspaceMade", Detail }] }));
};
