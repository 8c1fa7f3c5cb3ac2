import { onboarding, saveUser } from "foyer";

/** The record at confirmation, and the user's `identityId` on it at the first call with a token, with `info.txt` under the user's prefix. */
export default onboarding({
  beforeFirstSignIn: { record: saveUser() },
  linkIdentity: { infoFile: true },
});
