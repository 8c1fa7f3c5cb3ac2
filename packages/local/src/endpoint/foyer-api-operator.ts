import { ApiError } from "./foyer-api-error.ts";
import type { ApiRequest, Handler } from "./foyer-api-routes.ts";

/**
 * What an operator of an onboarding can do for one user. The local AWS knows functions, not onboardings: whoever deploys one gives it this, and
 * `/_foyer/` passes on what it answers. An error of the name `OperateError` is shown in its words.
 */
export interface OnboardingOperator {
  /** The entry of the ledger; undefined if there is none. */
  entry(sub: string): Promise<unknown>;
  /** What a replay does; with `dryRun` what it would do, and which effects would repeat. */
  replay(sub: string, options: { step?: string; force?: boolean; dryRun?: boolean }): Promise<unknown>;
  /** What the skip of a step does, or with `dryRun` would do. */
  skip(sub: string, step: string, options: { dryRun?: boolean }): Promise<unknown>;
}

/** `/_foyer/entry/<sub>`, `/_foyer/replay/<sub>` and `/_foyer/skip/<sub>`: a GET says what would happen, a POST does it. */
export function operatorRoutes(operator: () => OnboardingOperator | undefined): Record<string, Record<string, Handler>> {
  const asked = async <T>(request: ApiRequest, work: (operator: OnboardingOperator, sub: string) => Promise<T>) => {
    const [sub] = request.path;
    if (!sub) throw new ApiError(404, "NotFound", "The path needs the user's sub");
    const found = operator();
    if (!found) throw new ApiError(404, "NoOnboarding", "No onboarding is deployed here, so there is no ledger");
    try {
      return await work(found, sub);
    } catch (error) {
      if ((error as Error).name === "OperateError") throw new ApiError(409, "Refused", (error as Error).message);
      throw error;
    }
  };
  return {
    entry: { GET: (request) => asked(request, async (found, sub) => ({ entry: (await found.entry(sub)) ?? null })) },
    replay: {
      GET: (request) => {
        const step = request.query.get("step");
        return asked(request, (found, sub) => found.replay(sub, { ...(step && { step }), dryRun: true }));
      },
      POST: async (request) => {
        const { step, force } = await objectOf(request);
        const options = { ...(step !== undefined && { step: nameOf(step) }), force: force === true };
        return asked(request, (found, sub) => found.replay(sub, options));
      },
    },
    skip: {
      GET: (request) => asked(request, (found, sub) => found.skip(sub, nameOf(request.query.get("step")), { dryRun: true })),
      POST: async (request) => {
        const { step } = await objectOf(request);
        return asked(request, (found, sub) => found.skip(sub, nameOf(step), {}));
      },
    },
  };
}

async function objectOf({ body }: ApiRequest): Promise<Record<string, unknown>> {
  const given = await body();
  if (typeof given === "object" && given !== null) return given as Record<string, unknown>;
  throw new ApiError(400, "BadRequest", "The body must be an object");
}

function nameOf(step: unknown): string {
  if (typeof step === "string" && step !== "" && step.length <= 200) return step;
  throw new ApiError(400, "BadRequest", "'step' must be the name of a step");
}
