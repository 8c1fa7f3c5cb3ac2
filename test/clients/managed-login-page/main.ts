/// <reference lib="dom" />
import { Amplify } from "aws-amplify";
import { fetchAuthSession, signInWithRedirect, signOut } from "aws-amplify/auth";
import "aws-amplify/auth/enable-oauth-listener";
import { Hub } from "aws-amplify/utils";

const kept = sessionStorage.getItem("asked") ?? JSON.stringify(Object.fromEntries(new URLSearchParams(location.search)));
sessionStorage.setItem("asked", kept);
const { userPoolId, userPoolClientId, userPoolEndpoint, domain } = JSON.parse(kept);
const here = `${location.origin}/`;
const oauth = {
  domain,
  scopes: ["openid", "email"],
  redirectSignIn: [here],
  redirectSignOut: [here],
  responseType: "code" as const,
};
const loginWith = { oauth };
Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint, loginWith } } });

const show = (text: string) => {
  document.body.dataset.said = text;
};
Hub.listen("auth", async ({ payload }) => {
  if (payload.event === "signInWithRedirect_failure") show(`failed: ${payload.data?.error?.message}`);
  if (payload.event === "signInWithRedirect") {
    const { tokens } = await fetchAuthSession();
    show(`signed in: ${tokens?.idToken?.payload.email}`);
  }
});
Object.assign(window, { signInByRedirect: () => signInWithRedirect(), signOutByRedirect: () => signOut() });
