/** The page: a list of mails, a user to make them for, and the mail in a frame without scripts and network. */
export const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mails</title>
<link rel="stylesheet" href="page.css">
<nav aria-label="Mails"><h1>Mails</h1><ul id="steps"></ul></nav>
<main>
  <div class="bar">
    <label>for <select id="user"></select></label>
    <div id="views" role="group" aria-label="View">
      <button data-view="desk">Desk</button><button data-view="phone">Phone</button><button data-view="text">Text</button>
    </div>
  </div>
  <p id="failure" role="alert" hidden></p>
  <article id="mail" hidden>
    <header><h2 id="subject"></h2><dl id="facts"></dl></header>
    <iframe id="html" sandbox title="The mail's HTML"></iframe>
    <pre id="text" hidden></pre>
  </article>
  <p id="note" class="note"></p>
</main>
<script type="module" src="page.js"></script>
</html>
`;

export const style = `
:root { color-scheme: light dark; --line: light-dark(#ddd, #3a3a3e); --soft: light-dark(#f5f5f6, #1d1d20); --quiet: light-dark(#63636b, #a0a0a8); --accent: light-dark(#0b57d0, #8ab4f8); }
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 15rem minmax(0, 1fr); min-height: 100vh; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#fff, #131315); }
nav { border-right: 1px solid var(--line); padding: 1.25rem 0.75rem; background: var(--soft); }
h1 { margin: 0 0.75rem 0.75rem; font-size: 0.8rem; letter-spacing: 0.06em; text-transform: uppercase; color: var(--quiet); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav button { width: 100%; padding: 0.5rem 0.75rem; border: 0; border-radius: 8px; background: none; color: inherit; font: inherit; text-align: left; cursor: pointer; }
nav button small { display: block; color: var(--quiet); }
nav button:hover { background: light-dark(#ebebed, #2a2a2e); }
nav button[aria-current] { background: light-dark(#e2ebfb, #24344f); }
main { padding: 1.25rem 1.5rem; min-width: 0; display: flex; flex-direction: column; gap: 1rem; }
.bar { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; justify-content: space-between; }
select, #views button { font: inherit; color: inherit; background: light-dark(#fff, #131315); border: 1px solid var(--line); padding: 0.3rem 0.75rem; border-radius: 8px; max-width: 100%; }
#views { display: inline-flex; }
#views button { border-radius: 0; margin-left: -1px; cursor: pointer; }
#views button:first-child { border-radius: 8px 0 0 8px; }
#views button:last-child { border-radius: 0 8px 8px 0; }
#views button[aria-pressed="true"] { background: light-dark(#e2ebfb, #24344f); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
article { border: 1px solid var(--line); border-radius: 12px; overflow: hidden; display: flex; flex-direction: column; flex: 1; width: 100%; max-width: 800px; margin: 0 auto; min-height: 34rem; }
article[hidden] { display: none; }
article.phone { max-width: 377px; }
header { padding: 1rem 1.25rem; border-bottom: 1px solid var(--line); background: var(--soft); }
h2 { margin: 0 0 0.5rem; font-size: 1.15rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 0.75rem; margin: 0; font-size: 0.85rem; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { flex: 1; width: 100%; border: 0; background: #fff; color-scheme: light; }
pre { margin: 0; padding: 1.25rem; white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/1.55 ui-monospace, monospace; }
#failure { margin: 0; padding: 0.75rem 1rem; border: 1px solid light-dark(#e5a3a0, #7a3330); border-radius: 8px; background: light-dark(#fdf0ef, #2c1716); white-space: pre-wrap; overflow-wrap: anywhere; }
.note { margin: 0 auto; width: 100%; max-width: 800px; color: var(--quiet); font-size: 0.85rem; }
@media (max-width: 44rem) { body { grid-template-columns: minmax(0, 1fr); grid-template-rows: max-content 1fr; } nav { border-right: 0; border-bottom: 1px solid var(--line); padding: 0.75rem; } nav ul { display: flex; overflow-x: auto; } main { padding: 0.75rem; } }
`;

/** Everything that a mail says comes into the page as text. */
export const script = `
const at = (id) => document.getElementById(id);
const params = new URLSearchParams(location.search);
const chosen = { step: params.get("step"), user: Number(params.get("user") ?? 0), view: params.get("view") ?? "desk" };
let looks = 0;

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function choose(change) {
  Object.assign(chosen, change);
  look();
}

function showList({ steps, users }) {
  at("steps").replaceChildren(...steps.map(({ step, phase }) => {
    const button = element("button", step);
    button.append(element("small", phase));
    if (step === chosen.step) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => choose({ step }));
    const item = element("li", "");
    item.append(button);
    return item;
  }));
  at("user").replaceChildren(...users.map((label, index) => new Option(label, index, false, index === chosen.user)));
  for (const button of at("views").children) button.setAttribute("aria-pressed", String(button.dataset.view === chosen.view));
}

function showMail(mail) {
  at("subject").textContent = mail.subject ?? "Template “" + mail.template + "” of SES";
  // The other header of one-click unsubscription always says the same.
  const headers = mail.headers.filter(({ name }) => name !== "List-Unsubscribe-Post");
  const facts = [["from", mail.from], ["to", mail.to], ...headers.map(({ name, value }) => [name, value]),
    ...mail.attachments.map(({ name, type, bytes }) => ["attached", name + ", " + type + ", " + bytes + " bytes"])];
  at("facts").replaceChildren(...facts.flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
  const isDataOnly = mail.subject === undefined;
  const asText = chosen.view === "text" || isDataOnly;
  at("mail").className = chosen.view;
  at("html").hidden = asText;
  at("text").hidden = !asText;
  at("text").textContent = isDataOnly ? mail.data : mail.text;
  at("note").textContent = !isDataOnly
    ? (mail.template === undefined ? "" : "SES's template “" + mail.template + "”. ") + "Nothing is sent. The frame runs no scripts and loads nothing from the network, so images from the web are missing."
    : "SES renders this mail when it is sent; above is the data that it gets. The template is neither in the local AWS nor in the folder of --templates.";
  if (!asText) at("html").src = "mail.html?" + new URLSearchParams({ step: chosen.step, user: chosen.user, look: looks });
}

async function look() {
  const mine = ++looks;
  const list = await (await fetch("mails.json")).json();
  if (!list.steps.some(({ step }) => step === chosen.step)) chosen.step = list.steps[0]?.step ?? null;
  const query = new URLSearchParams({ step: chosen.step ?? "", user: chosen.user });
  const mail = chosen.step === null
    ? { failure: "No step of this onboarding sends a mail." }
    : await (await fetch("mail.json?" + query)).json();
  if (mine !== looks) return;
  query.set("view", chosen.view);
  history.replaceState(null, "", "?" + query);
  document.title = chosen.step ?? "Mails";
  showList(list);
  const failure = list.failure ?? mail.failure;
  at("failure").hidden = failure === undefined;
  at("failure").textContent = failure ?? "";
  at("mail").hidden = mail.failure !== undefined;
  at("note").textContent = "";
  if (mail.failure === undefined) showMail(mail);
}

at("user").addEventListener("change", () => choose({ user: Number(at("user").value) }));
at("views").addEventListener("click", ({ target }) => target.dataset.view && choose({ view: target.dataset.view }));
const events = new EventSource("events");
events.onmessage = look;
look();
`;
