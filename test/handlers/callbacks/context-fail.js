exports.handler = (_event, context) => {
  context.fail("The mailing list is down");
};
