exports.handler = (event, context) => {
  if (event.triggerSource === "PreSignUp_AdminCreateUser") {
    return context.done(new Error("Nobody is invited"));
  }
  event.response.autoConfirmUser = true;
  setTimeout(() => context.done(null, event), 20);
};
