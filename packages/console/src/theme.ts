import { effect, signal } from "@preact/signals";

/** `system` follows the setting of the machine. */
export type Theme = "system" | "light" | "dark";

const key = "foyer-theme";

export const theme = signal<Theme>(readTheme());

/** Keeps the page and the memory of the browser in step with the chosen theme. */
export function applyTheme(): void {
  effect(() => {
    if (theme.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme.value;
    try {
      localStorage.setItem(key, theme.value);
    } catch {
      // A browser that forbids storage forgets the choice.
    }
  });
}

function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(key);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system";
  }
}
