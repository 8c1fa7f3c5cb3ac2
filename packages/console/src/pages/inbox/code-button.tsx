import { Icon } from "../../ui/icon.tsx";
import { toast } from "../../ui/toast.tsx";

/** A verification code, which one click copies. */
export function CodeButton({ code }: { code: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      toast(`The code ${code} is copied`);
    } catch {
      toast("The browser does not let this page write to the clipboard", "bad");
    }
  };
  return (
    <button type="button" class="inbox-code" title="Copy the code" onClick={copy}>
      <span class="visually-hidden">Copy the code </span>
      {code}
      <Icon name="copy" size={13} />
    </button>
  );
}
