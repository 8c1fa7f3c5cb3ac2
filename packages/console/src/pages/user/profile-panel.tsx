import type { UserState } from "@foyer/local";
import { dateAndTime } from "../../times.ts";
import { Badge } from "../../ui/badge.tsx";

/** What the pool knows of the user now. */
export function ProfilePanel({ user }: { user: UserState | null }) {
  if (!user) return <p class="quiet">The user is deleted; the journal still tells what happened.</p>;
  const facts: [string, string][] = [
    ["username", user.username],
    ...Object.entries(user.attributes),
    ["user pool", user.userPoolId],
    ["created", dateAndTime(user.createdAt)],
    ["modified", dateAndTime(user.modifiedAt)],
  ];
  return (
    <div class="user-panel">
      <section>
        <h2>Groups</h2>
        <p class="user-groups">
          {user.groups.length === 0 && <span class="quiet">None</span>}
          {user.groups.map((group) => (
            <Badge key={group} tone="info">
              {group}
            </Badge>
          ))}
        </p>
      </section>
      <dl class="facts">{facts.map(([name, value]) => [<dt key={`${name}-name`}>{name}</dt>, <dd key={name}>{value}</dd>])}</dl>
    </div>
  );
}
