import { outside } from "../onboarding/outside.ts";
import { addressOf, type HttpAnswer, type HttpCall, httpCall } from "./http-call.ts";

/** What the local AWS answers where nothing stands in for an address. */
const NO_STAND_IN = 421;

/**
 * Makes one request whose answer matters: nobody but the server itself can give it, unless in `foyer dev` something was set to stand in for
 * it. Throws as `httpCall` does.
 */
export async function callOrStandIn(call: HttpCall): Promise<HttpAnswer> {
  const url = addressOf(call.url);
  const standIn = outside(url);
  if (standIn === url) return httpCall(call);
  const answer = await httpCall({ ...call, url: standIn, headers: { ...call.headers, "foyer-outside": "stand-in" } });
  return answer.status === NO_STAND_IN ? httpCall(call) : answer;
}
