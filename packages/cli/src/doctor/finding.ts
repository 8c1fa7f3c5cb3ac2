/** What is wrong with a deployment. */
export interface Finding {
  /** Its kind, which `--ignore` takes: `trigger-detached`. */
  readonly id: string;
  readonly what: string;
  /** What happens to users if it stays. */
  readonly why: string;
  /** A command or code to paste. */
  readonly fix: string;
}

/** What an examination found. */
export interface Report {
  readonly findings: readonly Finding[];
  /** Worth knowing, and nothing to repair. */
  readonly notes: readonly string[];
  /** What could not be looked at, and why. */
  readonly unchecked: readonly string[];
}

/** What one check found. */
export interface Checked {
  readonly findings?: readonly Finding[];
  readonly notes?: readonly string[];
}
