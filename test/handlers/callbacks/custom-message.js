exports.handler = (event, context) => {
  if (event.triggerSource === "CustomMessage_SignUp") {
    event.response.emailSubject = "One step left";
    event.response.emailMessage = `<p>Hello ${event.userName}, your code is <b>${event.request.codeParameter}</b>.</p>`;
  }
  context.succeed(event);
};
