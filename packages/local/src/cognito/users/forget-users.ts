import type { Store } from "../../store/store.ts";

/** Removes every user, with codes, sessions, tokens and memberships, every import and what triggers received; pools, app clients and groups stay. */
export function forgetUsers(store: Store): void {
  store.write(() => {
    store.sql("DELETE FROM cognito_user").run();
    store.sql("DELETE FROM cognito_import_job").run();
    store.sql("DELETE FROM cognito_trigger_event").run();
    store.sql("UPDATE cognito_user_count SET users = 0").run();
  });
}
