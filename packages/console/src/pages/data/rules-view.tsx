import { read } from "../../api/read.ts";
import { useLoad } from "../../api/use-load.ts";
import { Badge } from "../../ui/badge.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Table } from "../../ui/table.tsx";

interface Rule {
  Name: string;
  State?: string;
  EventPattern?: string;
  ScheduleExpression?: string;
  EventBusName: string;
  targets: string[];
}

/** The rules of every bus, what each takes, and where it passes it. */
export function RulesView() {
  const { value, error } = useLoad(rulesOfAll, []);
  if (error.value) return <Failure error={error.value} />;
  if (value.value?.length === 0)
    return (
      <EmptyState icon="event" title="There is no rule">
        <p>Events are recorded all the same. A rule passes those that match its pattern to functions and queues.</p>
      </EmptyState>
    );
  return value.value ? (
    <Table
      label="Rules"
      rows={value.value}
      keyOf={({ EventBusName, Name }) => `${EventBusName} ${Name}`}
      columns={[
        { title: "Rule", cell: ({ Name }) => <b>{Name}</b> },
        { title: "Bus", cell: ({ EventBusName }) => EventBusName },
        {
          title: "State",
          cell: ({ State }) => <Badge tone={State === "DISABLED" ? "idle" : "good"}>{(State ?? "").toLowerCase()}</Badge>,
        },
        {
          title: "Takes",
          cell: ({ EventPattern, ScheduleExpression }) => <code class="data-pattern">{EventPattern ?? ScheduleExpression}</code>,
        },
        {
          title: "Passes it to",
          cell: ({ targets }) => targets.map((arn) => arn.split(":").slice(5).join(":")).join(", ") || "nobody",
        },
      ]}
    />
  ) : null;
}

async function rulesOfAll(): Promise<Rule[]> {
  const { EventBuses } = await read<{ EventBuses: { Name: string }[] }>("events.ListEventBuses", {});
  const rules = await Promise.all(EventBuses.map(({ Name }) => rulesOf(Name)));
  return rules.flat();
}

async function rulesOf(bus: string): Promise<Rule[]> {
  const { Rules } = await read<{ Rules: Omit<Rule, "targets">[] }>("events.ListRules", { EventBusName: bus });
  return Promise.all(
    Rules.map(async (rule) => {
      const { Targets = [] } = await read<{ Targets?: { Arn: string }[] }>("events.ListTargetsByRule", {
        Rule: rule.Name,
        EventBusName: bus,
      });
      return { ...rule, EventBusName: bus, targets: Targets.map(({ Arn }) => Arn) };
    }),
  );
}
