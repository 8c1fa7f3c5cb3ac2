/**
 * An error that a client of AWS sees: its name is AWS's error name, its message AWS's wording. The endpoint writes it in the
 * protocol of the request; any other error becomes the service's internal failure without a detail.
 */
export class AwsError extends Error {
  override readonly name: string;
  /** HTTP status; when absent the service model's status for `name`, else 400. */
  readonly status: number | undefined;
  /** Further members of the error structure, for example `reasonCode`. */
  readonly members: Record<string, unknown>;

  constructor(name: string, message: string, options: { status?: number; members?: Record<string, unknown> } = {}) {
    super(message);
    this.name = name;
    this.status = options.status;
    this.members = options.members ?? {};
  }
}
