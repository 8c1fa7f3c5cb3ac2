import type { ListedFunction, ListedFunctions } from "@foyer/local";
import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { hrefOf } from "../../place.ts";
import { amount } from "../../times.ts";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { SmallHistogram } from "./duration-histogram.tsx";
import { barsOf } from "./histogram.ts";
import { TroubleBadges } from "./outcome-badges.tsx";

/** A function of the local AWS, and how long its invocations took. */
interface Shown extends ListedFunction {
  bounds: number[];
}

const columns: Column<Shown>[] = [
  {
    title: "Function",
    cell: ({ functionName, runtime, isDurable }) => (
      <span class="functions-name">
        <a href={hrefOf("functions", [functionName])}>{functionName}</a>
        <span class="quiet">
          {runtime}
          {isDurable && ", durable"}
        </span>
      </span>
    ),
  },
  { title: "Cold", align: "right", cell: ({ count }) => count.cold.toLocaleString("en") },
  { title: "Warm", align: "right", cell: ({ count }) => count.warm.toLocaleString("en") },
  { title: "Errors", cell: ({ count }) => <TroubleBadges count={count} /> },
  { title: "Median", align: "right", cell: ({ count }) => (count.medianMs === undefined ? "" : amount(count.medianMs)) },
  { title: "95 %", align: "right", cell: ({ count }) => (count.p95Ms === undefined ? "" : amount(count.p95Ms)) },
  { title: "Durations", cell: ({ count, bounds }) => <SmallHistogram bars={barsOf(count.histogram, bounds)} /> },
  {
    title: "Last",
    cell: ({ count }) => (count.underWay > 0 ? <b>runs now</b> : count.lastAt === undefined ? "" : <Time at={count.lastAt} />),
  },
];

/** Every function, and how its invocations went. */
export function FunctionList() {
  const { value, error } = useLoad(
    (signal) => get<ListedFunctions>("functions", signal),
    [],
    ({ type }) => type.startsWith("invocation."),
  );
  const functions = value.value?.functions.map((one) => ({ ...one, bounds: value.value?.bounds ?? [] }));
  const invocations = functions?.reduce((sum, { count }) => sum + count.cold + count.warm, 0) ?? 0;
  return (
    <div class="page">
      <PageHeader
        title="Functions"
        about={functions && `${functions.length} deployed, ${invocations.toLocaleString("en")} invocations`}
      />
      <Failure error={error.value} />
      {functions?.length === 0 && (
        <EmptyState icon="function" title="No function is deployed">
          <p>
            <code>foyer dev</code> deploys the functions of an onboarding. Any client of Lambda can deploy one, too:
          </p>
          <CodeBlock
            label="the command"
            text={`aws lambda create-function --function-name hello --runtime nodejs24.x \\
  --handler index.handler --role arn:aws:iam::000000000000:role/hello --zip-file fileb://hello.zip`}
          />
        </EmptyState>
      )}
      {functions && functions.length > 0 && (
        <Table label="Functions" columns={columns} rows={functions} keyOf={({ functionName }) => functionName} />
      )}
    </div>
  );
}
