exports.handler = (event, _context, callback) => {
  event.response.autoConfirmUser = true;
  if (Object.hasOwn(event.request.userAttributes, "email")) {
    event.response.autoVerifyEmail = true;
  }
  // Back to Amazon Cognito
  callback(null, event);
};
