/** A page, or the address outside of the local AWS that a browser was sent to. */
export interface Seen {
  url: URL;
  status: number;
  text: string;
  headers: Headers;
}

const htmlEntities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
const read = (html: string) => html.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => htmlEntities[entity] as string);

/** What a browser does without scripts: it keeps cookies by host and path, follows redirects, and sends forms. */
export class WebBrowser {
  /** The addresses that it visits; a redirect to any other is where it stops. */
  readonly #known: string[];
  readonly #cookies = new Map<string, { name: string; value: string; host: string; path: string }>();

  /** @param known origins that it visits */
  constructor(...known: string[]) {
    this.#known = known;
  }

  async open(address: string | URL): Promise<Seen> {
    return this.#go(new URL(address), { method: "GET" });
  }

  /** Opens the link with this text. */
  async follow(seen: Seen, text: string): Promise<Seen> {
    const link = [...seen.text.matchAll(/<a href="([^"]*)"[^>]*>([^<]*)</g)].find((one) => one[2] === text);
    if (!link) throw new Error(`The page has no link ${text}`);
    return this.open(new URL(read(link[1] as string), seen.url));
  }

  /** Fills in the form of a page and sends it. @param action the end of its path; absent: the first form */
  async submit(seen: Seen, fields: Record<string, string>, action = ""): Promise<Seen> {
    const form = formsOf(seen).find(({ path }) => path.endsWith(action));
    if (!form) throw new Error(`The page at ${seen.url.pathname} has no form ${action}`);
    const body = new URLSearchParams({ ...form.values, ...fields });
    return this.#go(form.url, { method: "POST", body });
  }

  /** The value of a cookie that it would send to an address. */
  cookie(name: string, address: URL): string | undefined {
    return this.#sent(address).find((one) => one.name === name)?.value;
  }

  async #go(url: URL, init: { method: string; body?: URLSearchParams }): Promise<Seen> {
    if (!this.#known.includes(url.origin)) return { url, status: 0, text: "", headers: new Headers() };
    const cookie = this.#sent(url)
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
    const answer = await fetch(url, { ...init, redirect: "manual", headers: cookie ? { cookie } : {} });
    for (const line of answer.headers.getSetCookie()) this.#keep(url, line);
    const to = answer.headers.get("location");
    if (answer.status >= 300 && answer.status < 400 && to !== null) {
      return this.#go(new URL(to, url), { method: "GET" });
    }
    return { url, status: answer.status, text: await answer.text(), headers: answer.headers };
  }

  #sent(url: URL) {
    return [...this.#cookies.values()].filter(
      ({ host, path }) => host === url.hostname && (path === "/" || `${url.pathname}/`.startsWith(`${path}/`)),
    );
  }

  #keep(url: URL, line: string): void {
    const [pair = "", ...attributes] = line.split("; ");
    const equals = pair.indexOf("=");
    const path = attributes.find((one) => one.startsWith("Path="))?.slice(5) ?? "/";
    const cookie = { name: pair.slice(0, equals), value: pair.slice(equals + 1), host: url.hostname, path };
    const key = `${cookie.host}${path} ${cookie.name}`;
    if (attributes.includes("Max-Age=0")) this.#cookies.delete(key);
    else this.#cookies.set(key, cookie);
  }
}

function formsOf(seen: Seen) {
  return [...seen.text.matchAll(/<form method="post" action="([^"]*)">(.*?)<\/form>/gs)].map(([, action = "", content = ""]) => {
    const url = new URL(read(action), seen.url);
    const values: Record<string, string> = {};
    for (const [input] of content.matchAll(/<input[^>]*>/g)) {
      const name = /name="([^"]*)"/.exec(input)?.[1];
      const value = /value="([^"]*)"/.exec(input)?.[1];
      if (name && value !== undefined && !input.includes('type="radio"')) values[read(name)] = read(value);
    }
    return { url, path: url.pathname, values };
  });
}
