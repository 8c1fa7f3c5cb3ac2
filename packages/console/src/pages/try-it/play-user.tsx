import { hrefOf } from "../../place.ts";
import { StatusBadge } from "../../status-badge.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Time } from "../../ui/time.tsx";
import { useUser } from "../user/use-user.ts";
import { ConfirmCard } from "./confirm-card.tsx";
import type { Client, Pool } from "./pool.ts";
import { ResetCard } from "./reset-card.tsx";
import { SignInCard } from "./sign-in-card.tsx";
import { StepCard } from "./step-card.tsx";

/** Acts as a user: what comes next is decided by the user's status, which follows what happens anywhere. */
export function PlayUser({ sub, pool, client }: { sub: string; pool: Pool; client: Client }) {
  const { user, entries, error } = useUser(sub);
  if (error && user === undefined) return <Failure error={error} />;
  if (user === undefined) return null;
  if (user === null)
    return (
      <EmptyState icon="people" title="The user is gone">
        <p>
          The user was deleted, or the local AWS was reset. <a href={hrefOf("try-it")}>Become somebody else</a>
        </p>
      </EmptyState>
    );
  const { email, phone_number: phone } = user.attributes;
  const username = (pool.usernameAttributes.length > 0 ? (email ?? phone) : undefined) ?? user.username;
  const about = { pool, client, username, entries };
  const isUnconfirmed = user.status === "UNCONFIRMED";
  const signedIn = entries.findLast(({ type }) => type === "user.signed-in");
  return (
    <>
      <section class="try-it-who card" aria-label="You are">
        <div>
          <b>{email ?? phone ?? user.username}</b>
          <StatusBadge status={user.status} enabled={user.enabled} />
        </div>
        <nav aria-label="About the user">
          <a href={hrefOf("users", [sub])}>
            <Icon name="clock" size={14} />
            Timeline
          </a>
          <a href={hrefOf("inbox", [], { q: email ?? phone })}>
            <Icon name="mail" size={14} />
            Mails
          </a>
          <a href={hrefOf("try-it")}>
            <Icon name="people" size={14} />
            Somebody else
          </a>
        </nav>
      </section>
      {(isUnconfirmed || entries.some(({ type }) => type === "user.confirmed")) && (
        <StepCard title="Confirm" isDone={!isUnconfirmed} link={timelineOf(sub)} done={`${username} is confirmed`}>
          <ConfirmCard {...about} />
        </StepCard>
      )}
      <StepCard title="Sign in" isLater={isUnconfirmed} says={signedIn && <LastSignIn at={signedIn.at} />}>
        <SignInCard key={client.id} {...about} user={user} />
      </StepCard>
      <StepCard title="Forgotten password" isLater={isUnconfirmed}>
        <ResetCard {...about} sub={sub} />
      </StepCard>
    </>
  );
}

function LastSignIn({ at }: { at: number }) {
  return (
    <>
      last at <Time at={at} />
    </>
  );
}

function timelineOf(sub: string) {
  return <a href={hrefOf("users", [sub])}>What happens now is in the timeline</a>;
}
