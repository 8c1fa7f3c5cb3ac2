import { goTo, keepInAddress, place } from "../../router.ts";
import { Choice } from "../../ui/choice.tsx";
import { KnownUsers } from "./known-users.tsx";
import type { Client, Pool } from "./pool.ts";
import { SignUpCard } from "./sign-up-card.tsx";
import { StepCard } from "./step-card.tsx";

const ways = [
  { value: "sign-up", text: "Sign up" },
  { value: "admin", text: "Created by an administrator" },
  { value: "known", text: "Somebody who is there" },
] as const;

const titles = { "sign-up": "Sign up as an app does", admin: "Create a user as an administrator", known: "Act as a user" };

/** The ways to become somebody. */
export function BecomeUser({ pool, client }: { pool: Pool; client: Client }) {
  const asked = place.value.query.get("by");
  const way = ways.find(({ value }) => value === asked)?.value ?? (pool.byAdminOnly ? "admin" : "sign-up");
  return (
    <>
      <Choice
        label="Become"
        options={ways}
        chosen={way}
        onChoose={(by) => keepInAddress({ by: by === "sign-up" ? undefined : by })}
      />
      <StepCard title={titles[way]} says={way === "admin" && "Cognito sends an invitation with the temporary password"}>
        {way === "known" ? (
          <KnownUsers />
        ) : (
          <SignUpCard pool={pool} client={client} byAdmin={way === "admin"} onDone={(user) => goTo("try-it", [], { user })} />
        )}
      </StepCard>
    </>
  );
}
