import { tell } from "./tell.mjs";

export async function error(event, context) {
  await tell(event, context);
  throw new Error("the table is gone");
}

export async function object(event, context) {
  await tell(event, context);
  throw { reason: "the table is gone" };
}
