import type { Journal } from "../journal/journal.ts";
import type { Functions, FunctionVersion } from "../lambda/functions.ts";
import { AwsError } from "./aws-error.ts";
import { ApiError } from "./foyer-api-error.ts";
import type { Handler } from "./foyer-api-routes.ts";
import { type CountedInvocation, histogramBounds, type InvocationCount, InvocationCounts } from "./invocation-counts.ts";

/** A function, and how its invocations went. */
export interface ListedFunction
  extends Pick<FunctionVersion, "functionName" | "runtime" | "handler" | "timeoutSeconds" | "memoryMb" | "modifiedAt"> {
  isDurable: boolean;
  count: InvocationCount;
}

/** The functions, and the upper bounds of their histograms' bars but the last, in milliseconds. */
export interface ListedFunctions {
  bounds: number[];
  functions: ListedFunction[];
}

/** A function with its versions, aliases and settings. Times are milliseconds but where a name says seconds. */
export interface WholeFunction extends ListedFunction {
  functionArn: string;
  role?: string;
  /** The upper bounds of the histogram's bars but the last, in milliseconds. */
  histogramBounds: number[];
  /** The last 200, the newest first. */
  invocations: CountedInvocation[];
  versions: Pick<FunctionVersion, "version" | "codeSha256" | "codeSizeBytes" | "modifiedAt">[];
  aliases: { name: string; version: string; description: string }[];
  /** What happens to asynchronous invocations that fail, by qualifier. */
  eventInvokeConfigs: {
    qualifier: string;
    retries?: number;
    maxAgeSeconds?: number;
    onSuccess?: string;
    onFailure?: string;
  }[];
}

/** What the routes read. */
export type FunctionDirectory = Pick<Functions, "versions" | "aliases" | "eventInvokeConfigs" | "versionOf" | "arnOf">;

/** `/_foyer/functions`: the functions with how their invocations went; `/_foyer/functions/<name>` has one whole. */
export function functionRoutes(functions: FunctionDirectory, journal: Journal): Record<string, Handler> {
  const counts = new InvocationCounts(journal);
  const listed = (version: FunctionVersion): ListedFunction => {
    const { functionName, runtime, handler, timeoutSeconds, memoryMb, modifiedAt, durable } = version;
    const isDurable = durable !== undefined;
    return { functionName, runtime, handler, timeoutSeconds, memoryMb, modifiedAt, isDurable, count: counts.of(functionName) };
  };
  return {
    GET: ({ path: [name] }): ListedFunctions | WholeFunction => {
      if (name === undefined) return { bounds: histogramBounds, functions: functions.versions.list(false).map(listed) };
      const version = found(functions, name);
      const { functionName, role } = version;
      return {
        ...listed(version),
        functionArn: functions.arnOf({ functionName }),
        ...(role && { role }),
        histogramBounds,
        invocations: counts.latest(functionName),
        versions: functions.versions
          .listOf(functionName)
          .map(({ version, codeSha256, codeSizeBytes, modifiedAt }) => ({ version, codeSha256, codeSizeBytes, modifiedAt })),
        aliases: functions.aliases.list(functionName).map(({ name, version, description }) => ({ name, version, description })),
        eventInvokeConfigs: functions.eventInvokeConfigs
          .list(functionName)
          .map(({ qualifier, retries, maxAgeSeconds, onSuccess, onFailure }) => ({
            qualifier,
            ...(retries !== undefined && { retries }),
            ...(maxAgeSeconds !== undefined && { maxAgeSeconds }),
            ...(onSuccess && { onSuccess }),
            ...(onFailure && { onFailure }),
          })),
      };
    },
  };
}

function found(functions: FunctionDirectory, name: string): FunctionVersion {
  try {
    return functions.versionOf(name, "$LATEST");
  } catch (error) {
    if (error instanceof AwsError) throw new ApiError(404, "NotFound", `There is no function '${name}'`);
    throw error;
  }
}
