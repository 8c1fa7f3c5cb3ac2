/** The user migration trigger: the other system knows everybody whose address begins with `canary-migrated`. */
export const handler = async (event) => {
  if (!event.userName.startsWith("canary-migrated")) return event;
  event.response.userAttributes = { email: event.userName, email_verified: "true", name: "Canary Migrated" };
  event.response.finalUserStatus = "CONFIRMED";
  event.response.messageAction = "SUPPRESS";
  return event;
};
