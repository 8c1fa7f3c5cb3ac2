import { signal } from "@preact/signals";
import { hrefOf, placeOf } from "./place.ts";

/** Where somebody is now. Pages are behind `#`, since /_foyer/users and its like are the API's own addresses. */
export const place = signal(placeOf(location.hash));

addEventListener("hashchange", () => {
  place.value = placeOf(location.hash);
});

/** Goes to another page, which the back button undoes. */
export function goTo(page: string, path: readonly string[] = [], query: Record<string, string | undefined> = {}): void {
  location.hash = hrefOf(page, path, query);
}

/** Keeps what a page shows (its search, its tab) in the address, so a reload and a shared link show the same. Adds nothing to the history. */
export function keepInAddress(values: Record<string, string | undefined>): void {
  const { page, path, query } = place.peek();
  const href = hrefOf(page, path, { ...Object.fromEntries(query), ...values });
  history.replaceState(history.state, "", href);
  place.value = placeOf(href);
}
