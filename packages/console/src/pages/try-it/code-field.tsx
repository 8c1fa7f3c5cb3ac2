import type { Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { hrefOf } from "../../place.ts";
import type { ArrivedCode } from "./use-code.ts";

/** The field of a code. It is filled in when the code arrives in the inbox. */
export function CodeField({ label, value, arrived }: { label: string; value: Signal<string>; arrived: ArrivedCode | undefined }) {
  useEffect(() => {
    if (arrived?.code) value.value = arrived.code;
  }, [arrived?.code, arrived?.messageId, value]);
  return (
    <label class="field try-it-code">
      {label}
      <input
        class="mono"
        inputMode="numeric"
        autocomplete="one-time-code"
        required
        value={value.value}
        onInput={(event) => {
          value.value = event.currentTarget.value;
        }}
      />
      <span class="quiet" role="status">
        {arrived ? (
          <>
            {arrived.code ? "Filled in from" : "No code is found in"}{" "}
            <a href={hrefOf("inbox", [arrived.messageId])}>
              the {arrived.medium === "sms" ? "text message" : "mail"} in the inbox
            </a>
          </>
        ) : (
          "It is filled in when it arrives in the inbox."
        )}
      </span>
    </label>
  );
}
