import { escapeHtml } from "../../messages/compose.ts";

/** HTML that may stand in a page as it is. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | Markup | readonly Markup[] | undefined;

/** A template of HTML in which every value is escaped, but for what is markup already; undefined is nothing. */
export function markup(parts: TemplateStringsArray, ...values: Value[]): Markup {
  return new Markup(parts.map((part, index) => part + (index < values.length ? write(values[index]) : "")).join(""));
}

function write(value: Value): string {
  if (value === undefined) return "";
  if (value instanceof Markup) return value.text;
  return typeof value === "string" ? escapeHtml(value) : value.map(({ text }) => text).join("");
}
