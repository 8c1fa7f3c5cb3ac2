import type { JournalEntry, UserState } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { claimsOf, rememberClaims } from "../../claims.ts";
import { Button } from "../../ui/button.tsx";
import { Choice } from "../../ui/choice.tsx";
import { ChallengeForm } from "./challenge-form.tsx";
import { PasswordField } from "./password-field.tsx";
import type { Client, Pool } from "./pool.ts";
import { Refusal } from "./refusal.tsx";
import {
  type Challenge,
  type Flow,
  flowsOf,
  flowWords,
  refresh,
  respond,
  type SignedIn,
  signIn,
  type Tokens,
} from "./sign-in.ts";
import { TokensView } from "./tokens-view.tsx";
import { useAttempt } from "./use-attempt.ts";
import { useCode } from "./use-code.ts";
import { keepPassword, kept } from "./user-draft.ts";

export interface SignInCardProps {
  pool: Pool;
  client: Client;
  user: UserState;
  username: string;
  entries: readonly JournalEntry[];
}

/** Signs the user in by a way that the app client allows, through every challenge, up to the tokens. */
export function SignInCard({ pool, client, user, username, entries }: SignInCardProps) {
  const { sub } = user;
  const allowed = flowsOf(client);
  const wanted = useSignal<Flow | undefined>(undefined);
  const flow = wanted.value && allowed.includes(wanted.value) ? wanted.value : allowed[0];
  const challenge = useSignal<Challenge | undefined>(undefined);
  const tokens = useSignal<Tokens | undefined>(undefined);
  const askedAt = useSignal(0);
  const { busy, error, run } = useAttempt();
  const arrived = useCode(entries, askedAt.value);
  const password = kept.value.passwords[sub] ?? "";
  if (!flow)
    return (
      <p class="notice" data-tone="warn">
        The app client {client.name} allows no way to sign in but its hosted pages or passkeys. ExplicitAuthFlows names the
        others.
      </p>
    );
  const given = { pool, client, flow, username, password };
  const take = (outcome: SignedIn) => {
    challenge.value = "challenge" in outcome ? outcome.challenge : undefined;
    if (!("tokens" in outcome)) return;
    tokens.value = outcome.tokens;
    rememberClaims(sub, outcome.tokens.IdToken, outcome.tokens.AccessToken);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    askedAt.value = entries.at(-1)?.id ?? 0;
    void run(async () => take(await signIn(given)));
  };
  const answer = (answers: Record<string, string>) => {
    const { value: asked } = challenge;
    if (!asked) return;
    askedAt.value = entries.at(-1)?.id ?? 0;
    void run(async () => {
      take(await respond(given, asked, answers));
      if (answers.NEW_PASSWORD) keepPassword(sub, answers.NEW_PASSWORD);
    });
  };
  const renew = () =>
    run(async () => {
      if (tokens.value) take({ tokens: await refresh(client, sub, tokens.value) });
    });
  return (
    <div class="try-it-form">
      {challenge.value ? (
        <ChallengeForm
          key={challenge.value.name}
          pool={pool}
          challenge={challenge.value}
          arrived={arrived}
          busy={busy.value}
          onAnswer={answer}
          onLeave={() => {
            challenge.value = undefined;
          }}
        />
      ) : (
        <form class="try-it-form" onSubmit={submit}>
          {allowed.length > 1 && (
            <Choice
              label="How to sign in"
              options={allowed.map((value) => ({ value, text: flowWords[value] }))}
              chosen={flow}
              onChoose={(value) => {
                wanted.value = value;
              }}
            />
          )}
          {flow !== "CUSTOM_AUTH" && (
            <PasswordField
              label={user.status === "FORCE_CHANGE_PASSWORD" ? "Temporary password, of the invitation" : "Password"}
              value={password}
              policy={pool.passwordPolicy}
              onChange={(value) => keepPassword(sub, value)}
            />
          )}
          <div class="try-it-tools">
            <Button kind={tokens.value ? "plain" : "primary"} type="submit" busy={busy.value}>
              {tokens.value ? "Sign in again" : "Sign in"}
            </Button>
            <span class="quiet">{flow}</span>
          </div>
        </form>
      )}
      <Refusal error={error.value} />
      {(tokens.value || claimsOf.value[sub]) && !challenge.value && (
        <TokensView tokens={tokens.value} claims={claimsOf.value[sub]} busy={busy.value} onRefresh={renew} />
      )}
    </div>
  );
}
