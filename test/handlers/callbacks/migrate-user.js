const oldUsers = { "old.friend@example.com": { password: "Older-horse-7", name: "Old Friend" } };

exports.handler = (event, context, callback) => {
  const user = oldUsers[event.userName];
  if (event.triggerSource !== "UserMigration_Authentication" || !user || user.password !== event.request.password) {
    callback("Bad password");
    return;
  }
  event.response.userAttributes = { email: event.userName, email_verified: "true", name: user.name };
  event.response.finalUserStatus = "CONFIRMED";
  event.response.messageAction = "SUPPRESS";
  context.succeed(event);
};
