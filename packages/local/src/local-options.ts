import type { CognitoSettings } from "./cognito/cognito.ts";
import type { ServedCall } from "./endpoint/work.ts";
import type { AccessMode } from "./iam/authorize/mode.ts";

/** How a local AWS is started; every member has a default. */
export interface LocalOptions extends CognitoSettings {
  /** Default 0: a free port. */
  port?: number | undefined;
  /** Folder that keeps the state over restarts; absent: memory, and nothing is left behind. */
  dataDir?: string | undefined;
  /** Default `us-east-1`. */
  region?: string | undefined;
  /** Default `000000000000`. */
  accountId?: string | undefined;
  /** SES sends only to verified recipients, as it does until AWS grants production access. Default false. */
  sandbox?: boolean | undefined;
  /** Callback handlers are refused from `nodejs24.x` on, as on Lambda. Default false: they run under each runtime. */
  strictRuntimes?: boolean | undefined;
  /**
   * What becomes of calls that no IAM policy allows: `enforce` refuses them, `warn` tells of them, `off` looks at none. Default: callers
   * whose role was made here are enforced, those of other roles warned of; developers' keys may do everything.
   */
  iam?: AccessMode | undefined;
  /** Where DynamoDB's requests are forwarded to, `http://127.0.0.1:8000` for DynamoDB Local; absent: it is here. */
  dynamodb?: string | undefined;
  /** Told of failures that are the local AWS's own fault; default: one line on standard error without the cause's data. */
  onError?: ((error: unknown, operation: string, requestId: string) => void) | undefined;
  /** Told of each API call that a service has served over HTTP; not of what a fault refuses in its place. */
  onCall?: ((call: ServedCall) => void) | undefined;
}
