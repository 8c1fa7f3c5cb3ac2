import type { JournalEntry, UserState } from "@foyer/local";
import { post } from "../../api/client.ts";
import { followClock, now } from "../../live.ts";
import { hrefOf } from "../../place.ts";
import { StatusBadge } from "../../status-badge.tsx";
import { amount } from "../../times.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { toast } from "../../ui/toast.tsx";

export interface UserHeaderProps {
  sub: string;
  user: UserState | null;
  entries: readonly JournalEntry[];
  onReplay: () => void;
}

/** Who it is, the status, and what can be done: a replay, and the clock moved to the end of the wait. */
export function UserHeader({ sub, user, entries, onReplay }: UserHeaderProps) {
  const { email, phone_number: phone, name } = user?.attributes ?? {};
  const title = email ?? phone ?? user?.username ?? sub;
  const until = pendingWait(entries);
  const isWaiting = until !== undefined && until > now.value;
  return (
    <header class="user-header">
      <a class="user-back" href={hrefOf("")}>
        <Icon name="back" size={14} />
        Sign-ups
      </a>
      <div class="user-name">
        <PageTitle>{title}</PageTitle>
        {user ? <StatusBadge status={user.status} enabled={user.enabled} /> : <span class="quiet">deleted</span>}
        {name && <span class="quiet">{name}</span>}
      </div>
      <p class="user-sub quiet">
        <span>sub</span> <code>{sub}</code>
        <CopyButton text={sub} label="Copy the sub" />
      </p>
      <div class="user-tools">
        {isWaiting && (
          <Button icon="clock" onClick={moveClock}>
            Skip the wait of {amount(until - now.value)}
          </Button>
        )}
        <Button icon="again" onClick={onReplay}>
          Replay…
        </Button>
      </div>
    </header>
  );
}

async function moveClock(): Promise<void> {
  try {
    await post("clock", { to: "next" });
    await followClock();
    toast("The clock of the local AWS is at the end of the next wait");
  } catch (error) {
    toast((error as Error).message, "bad");
  }
}

function pendingWait(entries: readonly JournalEntry[]): number | undefined {
  const wait = entries.findLast(({ type }) => type === "execution.waiting" || type === "execution.ended");
  return wait?.type === "execution.waiting" ? wait.data.until : undefined;
}
