import type { PageAnswer } from "../page-answer.ts";
import type { PageRequest } from "../page-request.ts";
import { htmlPage } from "./layout.ts";
import { markup } from "./markup.ts";

/** `GET /error`: what must not be sent to an address that nobody has vouched for. */
export async function errorPage(request: PageRequest): Promise<PageAnswer> {
  const { query } = request;
  const alert = [query.get("error") ?? "", query.get("error_description") ?? ""].filter(Boolean).join(": ") || "Not found";
  const body = markup`<p>An error was encountered with the requested page.</p>`;
  return htmlPage(request, { title: "Error", body, alert });
}
