import { invalidInput, limitExceeded, validation } from "./errors.ts";

/** @throws ValidationError for what is no name of a role or a policy. */
export function checkName(member: "roleName" | "policyName", name: string): void {
  const most = member === "roleName" ? 64 : 128;
  if (name.length > most) {
    throw validation(
      `1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
    );
  }
  if (!/^[\w+=,.@-]+$/.test(name)) {
    throw validation(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
}

/** @throws ValidationError for what is no path: `/`, `/service-role/`. */
export function checkPath(path: string): void {
  if (path.length <= 512 && /^\/([\x21-\x7e]+\/)?$/.test(path)) return;
  throw validation(
    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
  );
}

/** @throws ValidationError for a time that no role can be assumed for. */
export function checkMaxSessionDuration(seconds: number): void {
  if (seconds >= 3600 && seconds <= 43_200) return;
  const rule = seconds < 3600 ? "greater than or equal to 3600" : "less than or equal to 43200";
  throw validation(
    `1 validation error detected: Value '${seconds}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value ${rule}`,
  );
}

/** The size of a policy as IAM counts it: without white space. */
export function policySize(document: string): number {
  return document.replace(/\s/g, "").length;
}

/** @throws LimitExceeded for a trust policy of more than 2,048 characters. */
export function checkTrustPolicySize(document: string): void {
  if (policySize(document) > 2048) throw limitExceeded("Cannot exceed quota for ACLSizePerRole: 2048");
}

/** @throws LimitExceeded for a managed policy of more than 6,144 characters. */
export function checkManagedPolicySize(document: string): void {
  if (policySize(document) > 6144) throw limitExceeded("Cannot exceed quota for PolicySize: 6144");
}

/** @throws LimitExceeded, InvalidInput, ValidationError for tags that IAM does not take. */
export function checkTags(tags: Record<string, string>, given: number): void {
  const keys = Object.keys(tags);
  if (given > keys.length || new Set(keys.map((key) => key.toLowerCase())).size < keys.length) {
    throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  if (keys.length > 50) throw limitExceeded("Cannot exceed quota for TagsPerRole: 50");
  for (const [key, value] of Object.entries(tags)) {
    if (key.toLowerCase().startsWith("aws:")) throw invalidInput("Invalid tag key: prefix 'aws:' is reserved for AWS use.");
    if (!isTagText(key, 1, 128) || !isTagText(value, 0, 256)) {
      throw validation(
        `1 validation error detected: Value at 'tags' failed to satisfy constraint: the tag '${key}' is not valid`,
      );
    }
  }
}

function isTagText(text: string, least: number, most: number): boolean {
  return text.length >= least && text.length <= most && /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text);
}
