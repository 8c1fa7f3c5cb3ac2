import type { ComponentChildren } from "preact";
import { CopyButton } from "./copy-button.tsx";

/** A text as it was written, with a button that copies it. A long one scrolls, also by the keyboard. */
export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    <div class="code">
      <CopyButton text={text} label={`Copy ${label}`} />
      <Scrolled label={label}>{text}</Scrolled>
    </div>
  );
}

/** JSON, its names and values told apart by colour. */
export function JsonBlock({ value, label }: { value: unknown; label: string }) {
  const text = JSON.stringify(value, null, 2) ?? "";
  return (
    <div class="code">
      <CopyButton text={text} label={`Copy ${label}`} />
      <Scrolled label={label}>{coloured(text)}</Scrolled>
    </div>
  );
}

function Scrolled({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section tabIndex={0} aria-label={label}>
      <pre>
        <code>{children}</code>
      </pre>
    </section>
  );
}

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function coloured(text: string) {
  const parts = [];
  let last = 0;
  for (const match of text.matchAll(token)) {
    if (match.index > last) parts.push(text.slice(last, match.index));
    const [whole, string, colon] = match;
    const kind = colon ? "name" : string ? "string" : "value";
    parts.push(<span class={`json-${kind}`}>{string ?? whole}</span>, colon ?? "");
    last = match.index + whole.length;
  }
  return [...parts, text.slice(last)];
}
