/** Amplify CLI's way: one function that runs the modules which MODULES names. */
const moduleNames = (process.env.MODULES || "").split(",");
const modules = moduleNames.map((name) => require(`./modules/${name}`));

exports.handler = async (event, context) => {
  for (const { handler } of modules) {
    await handler(event, context);
  }
  return event;
};
