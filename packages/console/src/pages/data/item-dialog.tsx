import { useSignal } from "@preact/signals";
import { Choice } from "../../ui/choice.tsx";
import { JsonBlock } from "../../ui/code-block.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { type Item, plainItem } from "./item.ts";

const forms = [
  { value: "plain", text: "JSON" },
  { value: "typed", text: "As DynamoDB has it" },
] as const;

/** An item, whole. */
export function ItemDialog({ item, title, onClose }: { item: Item; title: string; onClose: () => void }) {
  const form = useSignal<"plain" | "typed">("plain");
  return (
    <Dialog title={title} onClose={onClose}>
      <Choice
        label="Form"
        options={forms}
        chosen={form.value}
        onChoose={(value) => {
          form.value = value;
        }}
      />
      <JsonBlock label="the item" value={form.value === "plain" ? plainItem(item) : item} />
    </Dialog>
  );
}
