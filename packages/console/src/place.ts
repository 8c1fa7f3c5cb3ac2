/** Where in the console somebody is: `#/users/abc?tab=logs` is the page `users`, the path `["abc"]` and the query `tab=logs`. */
export interface Place {
  page: string;
  path: string[];
  query: URLSearchParams;
}

/** Reads the part of an address behind `#`. What is not valid percent-encoding is taken as it stands. */
export function placeOf(hash: string): Place {
  const [pathname = "", search = ""] = splitOnce(hash.replace(/^#\/?/, ""));
  const [page = "", ...path] = pathname.split("/").filter(Boolean).map(decoded);
  return { page, path, query: new URLSearchParams(search) };
}

/** The address of a place, for `href`. */
export function hrefOf(page: string, path: readonly string[] = [], query: Record<string, string | undefined> = {}): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== "");
  const search = new URLSearchParams(given).toString();
  return `#/${[page, ...path].filter(Boolean).map(encodeURIComponent).join("/")}${search && `?${search}`}`;
}

function splitOnce(text: string): [string, string] {
  const mark = text.indexOf("?");
  return mark === -1 ? [text, ""] : [text.slice(0, mark), text.slice(mark + 1)];
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
