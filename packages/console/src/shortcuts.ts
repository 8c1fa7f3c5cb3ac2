import { signal } from "@preact/signals";
import { pages } from "./pages.ts";
import { goTo } from "./router.ts";

const key = "foyer-shortcuts";

/** Single keys are shortcuts unless somebody turned them off: speech input can press them by mistake. */
export const shortcutsOn = signal(stored() !== "off");

/** Whether the list of shortcuts is open. */
export const helpOpen = signal(false);

/** Keeps whether single keys are shortcuts. */
export function keepShortcuts(on: boolean): void {
  shortcutsOn.value = on;
  try {
    localStorage.setItem(key, on ? "on" : "off");
  } catch {
    // A browser that forbids storage forgets the choice.
  }
}

/** Listens for `/` (search), `?` (help) and `g` with a page's key. A page's own keys are its own. */
export function listenForShortcuts(): void {
  let waitsForPage = false;
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable], dialog");
    if (!shortcutsOn.value || typing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const entry = waitsForPage ? pages.find((page) => page.key === event.key) : undefined;
    waitsForPage = event.key === "g";
    if (entry) goTo(entry.page);
    else if (event.key === "?") helpOpen.value = true;
    else if (event.key === "/") {
      const field = document.querySelector<HTMLInputElement>("[data-search]");
      if (!field) return;
      field.focus();
      field.select();
    } else return;
    event.preventDefault();
  });
}

function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
