import { AwsError } from "../../endpoint/aws-error.ts";
import type { Session } from "../../iam/sessions.ts";

/** The transitive tags of the calling session, which go on and cannot be set anew. @throws {AwsError} InvalidParameterValue */
export function inheritedTags(session: Session | undefined, asked: Record<string, string>): Record<string, string> {
  const keys = new Set(session?.transitiveTags.map((key) => key.toLowerCase()));
  if (Object.keys(asked).some((key) => keys.has(key.toLowerCase()))) {
    throw new AwsError(
      "InvalidParameterValue",
      "One of the specified tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  return Object.fromEntries(Object.entries(session?.tags ?? {}).filter(([key]) => keys.has(key.toLowerCase())));
}
