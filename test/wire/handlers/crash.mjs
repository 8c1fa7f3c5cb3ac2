import { tell } from "./tell.mjs";

export async function exit(event, context) {
  await tell(event, context);
  process.exit(1);
}

export async function kill(event, context) {
  await tell(event, context);
  process.kill(process.pid, "SIGKILL");
  await new Promise(() => {});
}
