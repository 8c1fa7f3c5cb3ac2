import { tell } from "./tell.mjs";

/** A PreSignUp trigger that sets the flags named in `FLAGS`, for example `autoConfirmUser,autoVerifyEmail`. */
export async function handler(event, context) {
  await tell(event, context);
  for (const flag of process.env.FLAGS.split(",")) event.response[flag] = true;
  return event;
}
