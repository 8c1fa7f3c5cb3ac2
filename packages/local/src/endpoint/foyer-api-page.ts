const entries: [path: string, says: string][] = [
  ["config.json", "endpoint, region, account, user pool and app client"],
  [
    "inbox",
    "every mail that was sent, the newest first; <code>?to=</code> for one address; <code>/inbox/&lt;messageId&gt;</code> for one mail",
  ],
  ["users", "the users of all pools"],
  ["timeline/&lt;sub&gt;", "what happened to one user"],
  ["events", "what happens, live, as server-sent events"],
  ["clock", 'the time; POST <code>{"advance":"3 days"}</code> or <code>{"to":"next"}</code> moves it'],
  ["faults", "what goes wrong on purpose; PUT adds a fault, DELETE removes all"],
  ["readyz", "whether it serves"],
];

/** The page at `/_foyer/` where the console was not built: what is here. */
export function foyerPage(config: Record<string, unknown>): string {
  const settings = Object.entries(config).map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd><code>${escapeHtml(text(value))}</code></dd>`,
  );
  const links = entries.map(([path, says]) => {
    const shown = `/_foyer/${path}`;
    return `<li>${path.includes("&lt;") ? shown : `<a href="${shown}">${shown}</a>`}: ${says}</li>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Foyer, the local AWS</title>
<style>body{font:16px/1.5 system-ui;max-width:46rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}dl{display:grid;grid-template-columns:8rem 1fr;gap:0 1rem}dd{margin:0;overflow-wrap:anywhere}</style>
<h1>Foyer, the local AWS</h1>
<p>The console is not built here. <code>npm run build -w packages/console</code> builds it; then reload. All it shows is below as well.</p>
<dl>${settings.join("")}</dl>
<ul>${links.join("")}</ul>
</html>
`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
