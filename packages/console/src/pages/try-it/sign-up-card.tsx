import { useComputed } from "@preact/signals";
import { Button } from "../../ui/button.tsx";
import { attributeFields } from "./attribute-fields.ts";
import { AttributeInputs } from "./attribute-inputs.tsx";
import { cognito, secretHash } from "./calls.ts";
import { newPassword } from "./new-password.ts";
import { PasswordField } from "./password-field.tsx";
import type { Client, Pool } from "./pool.ts";
import { Refusal } from "./refusal.tsx";
import { useAttempt } from "./use-attempt.ts";
import { type Draft, keep, keepPassword, kept, mapOf, newAddress } from "./user-draft.ts";

export interface SignUpCardProps {
  pool: Pool;
  client: Client;
  /** An administrator creates the user, instead of the user. */
  byAdmin: boolean;
  /** Told of the `sub`. */
  onDone: (sub: string) => void;
}

/** The form of a sign-up, made of the pool's schema and filled in. */
export function SignUpCard({ pool, client, byAdmin, onDone }: SignUpCardProps) {
  const draft = useComputed(() => kept.value.draft ?? newDraft(pool)).value;
  const { busy, error, run } = useAttempt();
  const byAddress = pool.usernameAttributes.length > 0;
  const change = (part: Partial<Draft>) => keep({ draft: { ...draft, ...part } });
  const { shown, more } = attributeFields(pool.schema, {
    without: byAddress ? [pool.usernameAttributes.includes("email") ? "email" : "phone_number"] : [],
    writable: byAdmin ? undefined : client.writable,
    email: draft.username.includes("@") ? draft.username : `${draft.username}@example.com`,
  });
  const submit = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      const sub = await (byAdmin ? createUser(pool, draft) : signUp(client, draft));
      keepPassword(sub, draft.password);
      // The next one is somebody else.
      keep({ draft: undefined });
      onDone(sub);
    });
  };
  return (
    <form class="try-it-form" onSubmit={submit}>
      <div class="try-it-fields">
        <label class="field">
          {usernameLabel(pool.usernameAttributes)}
          <input
            value={draft.username}
            required
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => change({ username: event.currentTarget.value })}
          />
        </label>
        <PasswordField
          label={byAdmin ? "Temporary password (Cognito makes one if empty)" : "Password"}
          value={draft.password}
          policy={pool.passwordPolicy}
          isNew
          required={!byAdmin}
          onChange={(password) => change({ password })}
        />
      </div>
      <AttributeInputs
        shown={shown}
        more={more}
        values={draft.attributes}
        added={draft.added}
        onChange={(attributes) => change({ attributes })}
        onAdd={(name) => change({ added: [...draft.added, name] })}
      />
      <details class="try-it-more" open={draft.clientMetadata !== ""}>
        <summary class="try-it-more-head">clientMetadata</summary>
        <label class="field">
          <span class="quiet">
            One key=value a line. Triggers receive it; the client writes it, so nothing may be decided by it.
          </span>
          <textarea
            class="mono"
            rows={2}
            placeholder="plan=team"
            spellcheck={false}
            value={draft.clientMetadata}
            onInput={(event) => change({ clientMetadata: event.currentTarget.value })}
          />
        </label>
      </details>
      <Refusal error={error.value} />
      <div class="try-it-tools">
        <Button kind="primary" type="submit" busy={busy.value}>
          {byAdmin ? "Create the user" : "Sign up"}
        </Button>
        <Button kind="quiet" icon="again" onClick={() => keep({ draft: newDraft(pool) })}>
          Somebody else
        </Button>
      </div>
    </form>
  );
}

function usernameLabel(attributes: readonly string[]): string {
  if (attributes.length === 2) return "E-mail address or phone number";
  return attributes.includes("email") ? "E-mail address" : attributes.length === 1 ? "Phone number" : "Username";
}

function newDraft({ usernameAttributes, passwordPolicy, schema }: Pool): Draft {
  const address = newAddress();
  const isByPhone = usernameAttributes.includes("phone_number") && !usernameAttributes.includes("email");
  const isByName = usernameAttributes.length === 0;
  const required = schema.filter(({ Required, Name }) => Required && Name !== "sub").map(({ Name }) => Name);
  const { shown, more } = attributeFields(schema, { email: address });
  const samples = [...shown, ...more].filter(
    ({ name }) => required.includes(name) || name === "name" || (isByName && name === "email"),
  );
  return {
    username: isByName
      ? (address.split("@")[0] as string)
      : isByPhone
        ? `+1206555${Math.floor(1000 + Math.random() * 9000)}`
        : address,
    password: newPassword(passwordPolicy),
    attributes: Object.fromEntries(samples.map(({ name, sample }) => [name, sample])),
    added: [],
    clientMetadata: "",
  };
}

async function signUp(client: Client, draft: Draft): Promise<string> {
  const { username: Username, password: Password } = draft;
  const SecretHash = await secretHash(client, Username);
  const ClientMetadata = mapOf(draft.clientMetadata);
  const { UserSub } = await cognito<{ UserSub: string }>("SignUp", {
    ClientId: client.id,
    Username,
    Password,
    ...(SecretHash && { SecretHash }),
    UserAttributes: attributesOf(draft),
    ...(ClientMetadata && { ClientMetadata }),
  });
  return UserSub;
}

async function createUser({ id: UserPoolId, usernameAttributes }: Pool, draft: Draft): Promise<string> {
  const { username: Username, password } = draft;
  const ClientMetadata = mapOf(draft.clientMetadata);
  // An administrator gives the address as an attribute too, or Cognito has none to write to.
  const own = { Name: Username.includes("@") ? "email" : "phone_number", Value: Username };
  const given = attributesOf(draft);
  const { User } = await cognito<{ User: { Attributes: { Name: string; Value: string }[] } }>("AdminCreateUser", {
    UserPoolId,
    Username,
    ...(password && { TemporaryPassword: password }),
    UserAttributes: usernameAttributes.length > 0 ? [own, ...given.filter(({ Name }) => Name !== own.Name)] : given,
    DesiredDeliveryMediums: [Username.startsWith("+") ? "SMS" : "EMAIL"],
    ...(ClientMetadata && { ClientMetadata }),
  });
  return User.Attributes.find(({ Name }) => Name === "sub")?.Value ?? "";
}

function attributesOf({ attributes }: Draft): { Name: string; Value: string }[] {
  return Object.entries(attributes)
    .filter(([, value]) => value !== "")
    .map(([Name, Value]) => ({ Name, Value }));
}
