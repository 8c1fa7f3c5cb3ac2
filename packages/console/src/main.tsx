import { render } from "preact";
import { App } from "./app.tsx";
import { pages } from "./pages.ts";
import { place } from "./router.ts";
import { applyTheme } from "./theme.ts";
import "./style/tokens.css";
import "./style/base.css";
import "./style/shell.css";
import "./ui/ui.css";

applyTheme();
// The page is on its way while the shell is drawn.
void pages
  .find(({ page }) => page === place.value.page)
  ?.load()
  .catch(() => {});
render(<App />, document.getElementById("app") as HTMLElement);
