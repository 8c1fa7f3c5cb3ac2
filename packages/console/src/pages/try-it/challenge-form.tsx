import { useSignal } from "@preact/signals";
import { Button } from "../../ui/button.tsx";
import { JsonBlock } from "../../ui/code-block.tsx";
import { CodeField } from "./code-field.tsx";
import { newPassword } from "./new-password.ts";
import { PasswordField } from "./password-field.tsx";
import type { Pool } from "./pool.ts";
import type { Challenge } from "./sign-in.ts";
import type { ArrivedCode } from "./use-code.ts";

/** What Cognito calls the answer to a challenge, and what people call it. */
const answers: Record<string, [member: string, label: string]> = {
  SMS_MFA: ["SMS_MFA_CODE", "Code of the text message"],
  SMS_OTP: ["SMS_OTP_CODE", "Code of the text message"],
  EMAIL_OTP: ["EMAIL_OTP_CODE", "Code of the mail"],
  SOFTWARE_TOKEN_MFA: ["SOFTWARE_TOKEN_MFA_CODE", "Code of the authenticator app"],
  CUSTOM_CHALLENGE: ["ANSWER", "Answer"],
  SELECT_MFA_TYPE: ["ANSWER", "Which factor"],
  SELECT_CHALLENGE: ["ANSWER", "Which challenge"],
};

const sentCodes = new Set(["SMS_MFA", "SMS_OTP", "EMAIL_OTP"]);

export interface ChallengeFormProps {
  pool: Pool;
  challenge: Challenge;
  arrived: ArrivedCode | undefined;
  busy: boolean;
  onAnswer: (answers: Record<string, string>) => void;
  onLeave: () => void;
}

/** Asks for what a challenge of Cognito asks for. */
export function ChallengeForm({ pool, challenge, arrived, busy, onAnswer, onLeave }: ChallengeFormProps) {
  const { name, parameters } = challenge;
  const answer = useSignal("");
  const password = useSignal(name === "NEW_PASSWORD_REQUIRED" ? newPassword(pool.passwordPolicy) : "");
  const attributes = useSignal<Record<string, string>>({});
  const [member, label] = answers[name] ?? [];
  const missing = name === "NEW_PASSWORD_REQUIRED" ? requiredOf(parameters) : [];
  const submit = (event: Event) => {
    event.preventDefault();
    if (member) onAnswer({ [member]: answer.value.trim() });
    else onAnswer({ NEW_PASSWORD: password.value, ...attributes.value });
  };
  return (
    <form class="try-it-form" onSubmit={submit}>
      <p class="notice" data-tone="info">
        Cognito asks: <code>{name}</code>
      </p>
      {name === "NEW_PASSWORD_REQUIRED" && (
        <PasswordField
          label="New password"
          value={password.value}
          policy={pool.passwordPolicy}
          isNew
          onChange={(value) => {
            password.value = value;
          }}
        />
      )}
      {missing.map((attribute) => (
        <label key={attribute} class="field">
          {attribute.replace("userAttributes.", "")}
          <input
            required
            value={attributes.value[attribute] ?? ""}
            onInput={(event) => {
              attributes.value = { ...attributes.value, [attribute]: event.currentTarget.value };
            }}
          />
        </label>
      ))}
      {label && sentCodes.has(name) && <CodeField label={label} value={answer} arrived={arrived} />}
      {label && !sentCodes.has(name) && (
        <>
          {Object.keys(parameters).length > 0 && <JsonBlock label="the parameters of the challenge" value={parameters} />}
          <label class="field">
            {label}
            <input
              required
              value={answer.value}
              onInput={(event) => {
                answer.value = event.currentTarget.value;
              }}
            />
          </label>
        </>
      )}
      {!label && name !== "NEW_PASSWORD_REQUIRED" && (
        <p>This page has no answer to it: it takes an authenticator or a device. An app goes on from here.</p>
      )}
      <div class="try-it-tools">
        {(label || name === "NEW_PASSWORD_REQUIRED") && (
          <Button kind="primary" type="submit" busy={busy}>
            Answer
          </Button>
        )}
        <Button onClick={onLeave}>Begin again</Button>
      </div>
    </form>
  );
}

function requiredOf({ requiredAttributes = "[]" }: Record<string, string>): string[] {
  try {
    return JSON.parse(requiredAttributes);
  } catch {
    return [];
  }
}
