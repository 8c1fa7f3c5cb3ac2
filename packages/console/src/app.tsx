import { useEffect, useRef } from "preact/hooks";
import { loadConfig } from "./config.ts";
import { goLive } from "./live.ts";
import { PageOutlet } from "./page-outlet.tsx";
import { pages } from "./pages.ts";
import { place } from "./router.ts";
import { helpOpen, listenForShortcuts } from "./shortcuts.ts";
import { ShortcutsHelp } from "./shortcuts-help.tsx";
import { Sidebar } from "./sidebar.tsx";
import { Toasts } from "./ui/toast.tsx";

/** The shell around every page: navigation, the page itself, toasts and the list of shortcuts. */
export function App() {
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    goLive();
    listenForShortcuts();
    void loadConfig();
  }, []);
  const entry = pages.find(({ page }) => page === place.value.page);
  return (
    <div class="shell">
      <button type="button" class="button shell-skip" data-kind="primary" onClick={() => main.current?.focus()}>
        Skip to the page
      </button>
      <Sidebar current={entry?.under ?? entry?.page} />
      <main ref={main} tabIndex={-1} class="shell-main">
        <PageOutlet entry={entry} place={place.value} />
      </main>
      <Toasts />
      {helpOpen.value && <ShortcutsHelp />}
    </div>
  );
}
