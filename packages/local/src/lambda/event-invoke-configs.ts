import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";

/** How a function, version or alias is invoked asynchronously; what is absent has Lambda's default. */
export interface EventInvokeConfig {
  /** 0 to 2; Lambda's default is 2. */
  retries?: number | undefined;
  /** 60 to 21,600; Lambda's default is six hours. */
  maxAgeSeconds?: number | undefined;
  /** ARNs. */
  onSuccess?: string | undefined;
  onFailure?: string | undefined;
}

/** A configuration that was set, with its place and time. */
export interface KeptEventInvokeConfig extends EventInvokeConfig {
  functionName: string;
  /** `$LATEST`, a version or an alias. */
  qualifier: string;
  modifiedAt: number;
}

/** The configurations of asynchronous invocation, each for one qualifier of a function. */
export class EventInvokeConfigs {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.define(`
      CREATE TABLE IF NOT EXISTS lambda_event_invoke_config (
        function_name TEXT NOT NULL REFERENCES lambda_function ON DELETE CASCADE, qualifier TEXT NOT NULL,
        configuration TEXT NOT NULL, modified_at INTEGER NOT NULL, PRIMARY KEY (function_name, qualifier)
      ) STRICT;
    `);
  }

  find(functionName: string, qualifier = "$LATEST"): KeptEventInvokeConfig | undefined {
    return this.list(functionName).find((config) => config.qualifier === qualifier);
  }

  /** By qualifier. */
  list(functionName: string): KeptEventInvokeConfig[] {
    return this.#store
      .sql("SELECT * FROM lambda_event_invoke_config WHERE function_name = ? ORDER BY qualifier")
      .all(functionName)
      .map((row) => ({
        ...(JSON.parse(row.configuration as string) as EventInvokeConfig),
        functionName,
        qualifier: row.qualifier as string,
        modifiedAt: row.modified_at as number,
      }));
  }

  put(functionName: string, qualifier: string, config: EventInvokeConfig): void {
    const { retries, maxAgeSeconds, onSuccess, onFailure } = config;
    const text = JSON.stringify({ retries, maxAgeSeconds, onSuccess, onFailure });
    this.#store.write(() =>
      this.#store
        .sql("INSERT OR REPLACE INTO lambda_event_invoke_config VALUES (?, ?, ?, ?)")
        .run(functionName, qualifier, text, this.#clock.now()),
    );
  }

  /** @returns false if there was none. */
  delete(functionName: string, qualifier: string): boolean {
    const { changes } = this.#store.write(() =>
      this.#store
        .sql("DELETE FROM lambda_event_invoke_config WHERE function_name = ? AND qualifier = ?")
        .run(functionName, qualifier),
    );
    return Number(changes) > 0;
  }
}
