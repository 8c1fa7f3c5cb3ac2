import { pages } from "./pages.ts";
import { helpOpen, keepShortcuts, shortcutsOn } from "./shortcuts.ts";
import { Dialog } from "./ui/dialog.tsx";

const general: [keys: string[], says: string][] = [
  [["/"], "Search on this page"],
  [["↑", "↓"], "From row to row in a list (also j and k)"],
  [["Enter"], "Open"],
  [["Esc"], "Close a dialog"],
  [["?"], "This list"],
];

/** What the keys do, and a switch that turns the single keys off. */
export function ShortcutsHelp() {
  const toPages = pages.flatMap(({ key, title }): [string[], string][] => (key ? [[["g", key], title]] : []));
  return (
    <Dialog
      title="Keyboard"
      onClose={() => {
        helpOpen.value = false;
      }}
    >
      <dl class="keys">
        {[...general, ...toPages].map(([keys, says]) => (
          <div key={says}>
            <dt>
              {keys.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input type="checkbox" checked={shortcutsOn.value} onChange={(event) => keepShortcuts(event.currentTarget.checked)} />
        Single keys are shortcuts
      </label>
    </Dialog>
  );
}
