import type { JournalEntry } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { Button } from "../../ui/button.tsx";
import { toast } from "../../ui/toast.tsx";
import { cognito, secretHash } from "./calls.ts";
import { CodeField } from "./code-field.tsx";
import type { Client, Pool } from "./pool.ts";
import { Refusal } from "./refusal.tsx";
import { useAttempt } from "./use-attempt.ts";
import { useCode } from "./use-code.ts";

export interface ConfirmCardProps {
  pool: Pool;
  client: Client;
  username: string;
  entries: readonly JournalEntry[];
}

/** Confirms a sign-up: by the code, which the inbox has, or as an administrator does. */
export function ConfirmCard({ pool, client, username, entries }: ConfirmCardProps) {
  const code = useSignal("");
  const arrived = useCode(entries);
  const { busy, error, run } = useAttempt();
  const confirm = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      await cognito("ConfirmSignUp", { ...(await about(client, username)), ConfirmationCode: code.value.trim() });
    });
  };
  const again = () =>
    run(async () => {
      await cognito("ResendConfirmationCode", await about(client, username));
      toast("Another code is on its way");
    });
  const byAdmin = () =>
    run(async () => {
      await cognito("AdminConfirmSignUp", { UserPoolId: pool.id, Username: username });
    });
  return (
    <form class="try-it-form" onSubmit={confirm}>
      <CodeField label="Verification code" value={code} arrived={arrived} />
      <Refusal error={error.value} />
      <div class="try-it-tools">
        <Button kind="primary" type="submit" busy={busy.value} disabled={code.value.trim() === ""}>
          Confirm
        </Button>
        <Button busy={busy.value} onClick={again}>
          Send another code
        </Button>
        <Button kind="quiet" busy={busy.value} onClick={byAdmin}>
          Confirm as an administrator
        </Button>
      </div>
    </form>
  );
}

async function about(client: Client, Username: string) {
  const SecretHash = await secretHash(client, Username);
  return { ClientId: client.id, Username, ...(SecretHash && { SecretHash }) };
}
