import { render } from "preact";
import { App } from "./app.tsx";
import { applyTheme } from "./theme.ts";
import "./style/tokens.css";
import "./style/base.css";
import "./style/shell.css";
import "./ui/ui.css";

applyTheme();
render(<App />, document.getElementById("app") as HTMLElement);
