import { tell } from "./tell.mjs";

/** Returns an event in which it has changed everything that it could wish to change. */
export async function handler(event, context) {
  await tell(event, context);
  event.request.userAttributes.name = "Mallory";
  event.request.userAttributes["cognito:user_status"] = "UNCONFIRMED";
  event.response = { autoConfirmUser: true, userAttributes: { name: "Mallory" }, groups: ["Admins"] };
  return event;
}
