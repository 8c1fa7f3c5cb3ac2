import { useSignal } from "@preact/signals";
import { Button } from "./button.tsx";
import { toast } from "./toast.tsx";

/** Copies a text. `label` says what: "Copy the endpoint". */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const copied = useSignal(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return toast("The browser does not let this page write to the clipboard", "bad");
    }
    copied.value = true;
    toast("Copied");
    setTimeout(() => {
      copied.value = false;
    }, 1500);
  };
  return <Button kind="quiet" icon={copied.value ? "check" : "copy"} label={label} onClick={copy} />;
}
