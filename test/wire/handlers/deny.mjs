/** A PreSignUp trigger for colleagues only. */
export async function handler(event) {
  if (!event.request.userAttributes.email.endsWith("@acme.com")) throw new Error("Only acme.com may sign up");
  return event;
}
