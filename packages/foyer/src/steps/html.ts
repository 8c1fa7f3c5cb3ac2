/** HTML in which every value was escaped. Made by the `html` tag. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template: undefined, null and false give nothing, a list its items one after the other. */
export type HtmlValue = string | number | boolean | undefined | null | Html | readonly HtmlValue[];

/**
 * A template of HTML: `` html`<p>Hi ${user.name}</p>` ``. Every value is escaped for text and quoted attributes, except what another
 * `html` made. Keep attributes quoted, and do not put a value where a URL, a style or a script stands.
 */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return new Html(strings.reduce((text, part, index) => text + render(values[index - 1]) + part));
}

function render(value: HtmlValue): string {
  if (value === undefined || value === null || value === false) return "";
  if (Array.isArray(value)) return value.map(render).join("");
  return value instanceof Html ? value.toString() : escapeHtml(String(value));
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] as string);
}
