import { Button } from "../../ui/button.tsx";
import { lackOf, newPassword, type PasswordPolicy } from "./new-password.ts";

export interface PasswordFieldProps {
  label: string;
  value: string;
  policy: PasswordPolicy;
  onChange: (password: string) => void;
  /** The password is to be a new one, so it can be made, and what it lacks is said. */
  isNew?: boolean;
  required?: boolean;
}

/** A password in the open: it is a test user's. */
export function PasswordField({ label, value, policy, onChange, isNew = false, required = true }: PasswordFieldProps) {
  const lack = isNew && value !== "" ? lackOf(value, policy) : [];
  return (
    <div class="try-it-password">
      <label class="field">
        {label}
        <input
          class="mono"
          value={value}
          required={required}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
        {lack.length > 0 && <span class="try-it-rule">The pool asks for {lack.join(", ")}.</span>}
      </label>
      {isNew && (
        <Button icon="again" label="Make a password that the pool's policy takes" onClick={() => onChange(newPassword(policy))} />
      )}
    </div>
  );
}
