import { claimIdentity, onboarding, saveUser } from "foyer";

/** The identity at confirmation, before there is a token; the first call with one ties the sign-in to it. */
export default onboarding({
  beforeFirstSignIn: { record: saveUser() },
  afterwards: { identity: claimIdentity({ provider: "users.acme.com" }) },
  linkIdentity: {},
});
