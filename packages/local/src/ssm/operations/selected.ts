import { AwsError } from "../../endpoint/aws-error.ts";
import type { ParameterVersion } from "../parameter-store.ts";
import type { Ssm } from "../ssm.ts";

/** The version that `name`, `name:3` or `name:label` stands for, and the selector, if there is one. */
export interface Selected {
  parameter: ParameterVersion;
  /** With its colon. */
  selector: string | undefined;
}

/** @throws {AwsError} ParameterNotFound, ParameterVersionNotFound */
export function selected({ parameters }: Ssm, given: string): Selected {
  const [, nameOrArn = given, suffix] = /^((?:arn:(?:[^:]*:){4})?[^:]*)(?::([^:]+))?$/.exec(given) ?? [];
  const name = parameters.nameOf(nameOrArn);
  if (suffix === undefined) {
    const parameter = parameters.find(name);
    if (!parameter) throw notFound();
    return { parameter, selector: undefined };
  }
  if (!parameters.find(name)) throw notFound();
  const isNumber = /^\d+$/.test(suffix);
  const parameter = isNumber ? parameters.find(name, Number(suffix)) : parameters.findByLabel(name, suffix);
  if (!parameter) {
    const what = isNumber ? "version" : "version label";
    throw new AwsError(
      "ParameterVersionNotFound",
      `Systems Manager could not find ${what} ${suffix} of ${name}. Verify the version and try again.`,
    );
  }
  return { parameter, selector: `:${suffix}` };
}

/** Parameter Store says no more than the name. */
export function notFound(): AwsError {
  return new AwsError("ParameterNotFound", "");
}
