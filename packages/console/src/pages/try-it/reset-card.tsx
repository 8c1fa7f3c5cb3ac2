import type { JournalEntry } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { Button } from "../../ui/button.tsx";
import { toast } from "../../ui/toast.tsx";
import { cognito, secretHash } from "./calls.ts";
import { CodeField } from "./code-field.tsx";
import { newPassword } from "./new-password.ts";
import { PasswordField } from "./password-field.tsx";
import type { Client, Pool } from "./pool.ts";
import { Refusal } from "./refusal.tsx";
import { useAttempt } from "./use-attempt.ts";
import { useCode } from "./use-code.ts";
import { keepPassword } from "./user-draft.ts";

export interface ResetCardProps {
  pool: Pool;
  client: Client;
  sub: string;
  username: string;
  entries: readonly JournalEntry[];
}

/** A forgotten password: the code from the inbox, and a new password. */
export function ResetCard({ pool, client, sub, username, entries }: ResetCardProps) {
  // The journal's last entry when the code was asked for: codes from before are no longer good.
  const askedAt = useSignal<number | undefined>(undefined);
  const code = useSignal("");
  const password = useSignal("");
  const arrived = useCode(entries, askedAt.value ?? Number.MAX_SAFE_INTEGER);
  const { busy, error, run } = useAttempt();
  const ask = (byAdmin: boolean) =>
    run(async () => {
      const before = entries.at(-1)?.id ?? 0;
      if (byAdmin) await cognito("AdminResetUserPassword", { UserPoolId: pool.id, Username: username });
      else await cognito("ForgotPassword", await about(client, username));
      askedAt.value = before;
      code.value = "";
      password.value = newPassword(pool.passwordPolicy);
    });
  const confirm = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      const answers = { ConfirmationCode: code.value.trim(), Password: password.value };
      await cognito("ConfirmForgotPassword", { ...(await about(client, username)), ...answers });
      keepPassword(sub, password.value);
      askedAt.value = undefined;
      toast("The password is the new one");
    });
  };
  return (
    <form class="try-it-form" onSubmit={confirm}>
      {askedAt.value !== undefined && (
        <div class="try-it-fields">
          <CodeField label="Code to reset the password" value={code} arrived={arrived} />
          <PasswordField
            label="New password"
            value={password.value}
            policy={pool.passwordPolicy}
            isNew
            onChange={(value) => {
              password.value = value;
            }}
          />
        </div>
      )}
      <Refusal error={error.value} />
      <div class="try-it-tools">
        {askedAt.value !== undefined && (
          <Button kind="primary" type="submit" busy={busy.value} disabled={code.value.trim() === ""}>
            Set the new password
          </Button>
        )}
        <Button busy={busy.value} onClick={() => ask(false)}>
          {askedAt.value === undefined ? "Forgot the password" : "Send another code"}
        </Button>
        {askedAt.value === undefined && (
          <Button kind="quiet" busy={busy.value} onClick={() => ask(true)}>
            Reset as an administrator
          </Button>
        )}
      </div>
    </form>
  );
}

async function about(client: Client, Username: string) {
  const SecretHash = await secretHash(client, Username);
  return { ClientId: client.id, Username, ...(SecretHash && { SecretHash }) };
}
