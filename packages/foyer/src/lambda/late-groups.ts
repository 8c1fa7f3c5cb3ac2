import { isRecord } from "../onboarding/event.ts";

/** How Cognito names the answer of a pre token generation trigger, by the version of its event. */
const answerNames: Record<string, string> = {
  "1": "claimsOverrideDetails",
  "2": "claimsAndScopeOverrideDetails",
  "3": "claimsAndScopeOverrideDetails",
};

/**
 * The event of a pre token generation trigger with groups that are not yet in it. The groups, the roles and every other override that it
 * carries stay: what the answer does not repeat, Cognito drops. An event of a version to come is given back as it is.
 */
export function withLateGroups<Event>(event: Event, late: readonly string[]): Event {
  if (!isRecord(event) || !isRecord(event.request)) return event;
  const name = answerNames[String(event.version)];
  if (!name) return event;
  const response = record(event.response);
  const overrides = record(response[name]);
  const configured = record(event.request.groupConfiguration);
  const groups = { ...configured, ...record(overrides.groupOverrideDetails) };
  const present = Array.isArray(groups.groupsToOverride) ? groups.groupsToOverride : [];
  const added = late.filter((group) => !present.includes(group));
  if (added.length === 0) return event;
  const groupOverrideDetails = {
    groupsToOverride: [...present, ...added],
    iamRolesToOverride: Array.isArray(groups.iamRolesToOverride) ? groups.iamRolesToOverride : [],
    ...(typeof groups.preferredRole === "string" && { preferredRole: groups.preferredRole }),
  };
  return { ...event, response: { ...response, [name]: { ...overrides, groupOverrideDetails } } };
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
