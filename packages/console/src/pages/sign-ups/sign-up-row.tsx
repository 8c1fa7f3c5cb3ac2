import type { SignUp } from "@foyer/local";
import { config } from "../../config.ts";
import { now } from "../../live.ts";
import { origins } from "../../origins.ts";
import { hrefOf } from "../../place.ts";
import { StatusBadge } from "../../status-badge.tsx";
import { Time } from "../../ui/time.tsx";
import { progressOf } from "./progress.ts";
import { StepBar } from "./step-bar.tsx";

/** A user in the list: who, how they came, their status, how far they are, and since when. */
export function SignUpRow({ signUp, isNew }: { signUp: SignUp; isNew: boolean }) {
  const { sub, email, phoneNumber, name, username, status, enabled, origin, createdAt } = signUp;
  const { segments, says, tone } = progressOf(signUp, config.value?.steps ?? [], now.value);
  const title = email ?? phoneNumber ?? username;
  return (
    <a class="sign-ups-row" data-new={isNew} href={hrefOf("users", [sub])}>
      <span class="sign-ups-who">
        <b>{title}</b>
        <span class="quiet">{name ?? (username === title ? sub : username)}</span>
      </span>
      <span class="sign-ups-origin">{origins[origin]}</span>
      <span class="sign-ups-status">
        <StatusBadge status={status} enabled={enabled} />
      </span>
      <span class="sign-ups-steps">
        <StepBar segments={segments} />
        <span class="sign-ups-says" data-tone={tone}>
          {says}
        </span>
      </span>
      <span class="sign-ups-when">
        <Time at={createdAt} />
      </span>
    </a>
  );
}
