import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { definePoolDocuments, PoolDocuments } from "../pools/pool-documents.ts";
import type { Users } from "../users/users.ts";
import type { BrandingSettings } from "./brandings.ts";
import { BrowserSessions, defineBrowserSessionTable } from "./browser-sessions.ts";
import { AuthorizationCodes, defineAuthorizationCodeTable } from "./oauth/authorization-codes.ts";
import type { TermsSettings } from "./terms.ts";
import type { UICustomizationSettings } from "./ui-customizations.ts";

const tables = ["cognito_ui_customization", "cognito_managed_login_branding", "cognito_terms"] as const;

export function defineHostedPagesTables(store: Store): void {
  for (const table of tables) definePoolDocuments(store, table);
  defineBrowserSessionTable(store);
  defineAuthorizationCodeTable(store);
}

/** What is set of the pages at the pools' domains, and who is at them. */
export class HostedPages {
  /** By the client's id, or `ALL`. */
  readonly uiCustomizations: PoolDocuments<UICustomizationSettings>;
  /** By the branding's id. */
  readonly brandings: PoolDocuments<BrandingSettings>;
  /** By the terms' id. */
  readonly terms: PoolDocuments<TermsSettings>;
  readonly browserSessions: BrowserSessions;
  readonly codes: AuthorizationCodes;

  constructor(store: Store, clock: Clock, users: Users) {
    this.uiCustomizations = new PoolDocuments(store, clock, tables[0]);
    this.brandings = new PoolDocuments(store, clock, tables[1]);
    this.terms = new PoolDocuments(store, clock, tables[2]);
    this.browserSessions = new BrowserSessions(store, clock, users);
    this.codes = new AuthorizationCodes(store, clock);
  }
}
