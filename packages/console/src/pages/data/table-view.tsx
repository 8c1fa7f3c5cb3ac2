import { useSignal } from "@preact/signals";
import { read } from "../../api/read.ts";
import { useFresh } from "../../api/use-fresh.ts";
import { useLoad } from "../../api/use-load.ts";
import { usePages } from "../../api/use-pages.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { type Item, lineOf, queryOf } from "./item.ts";
import { ItemDialog } from "./item-dialog.tsx";
import { KeyQuery } from "./key-query.tsx";
import { Rows } from "./rows.tsx";
import { type DescribedTable, keysOf, typesOf } from "./table-keys.ts";

const pageItems = 200;

/** The items of a table, all of them or those of a key. */
export function TableView({ name, query }: { name: string; query: URLSearchParams }) {
  const described = useLoad(() => read<{ Table: DescribedTable }>("dynamodb.DescribeTable", { TableName: name }), [name]);
  const table = described.value.value?.Table;
  const index = query.get("index") ?? "";
  const asked = { partition: query.get("pk") ?? "", sort: query.get("sk") ?? "" };
  const keys = table && keysOf(table, index);
  const isQuery = asked.partition !== "" && keys !== undefined;
  const chosen = useSignal<Item | undefined>(undefined);
  const list = JSON.stringify([name, index, asked, isQuery, table !== undefined]);
  const { rows, hasMore, error, show, reload } = usePages<Item>(list, async (cursor) => {
    const more = {
      TableName: name,
      Limit: pageItems,
      ...(index && { IndexName: index }),
      ...(cursor !== undefined && { ExclusiveStartKey: JSON.parse(cursor) }),
    };
    const input = isQuery ? { ...more, ...queryOf(keys, typesOf(table as DescribedTable), asked) } : more;
    const page = await read<{ Items: Item[]; LastEvaluatedKey?: Item }>(isQuery ? "dynamodb.Query" : "dynamodb.Scan", input);
    return { rows: page.Items, next: page.LastEvaluatedKey && JSON.stringify(page.LastEvaluatedKey) };
  });
  // What was read on is not read anew under somebody's eyes.
  useFresh(() => {
    if (rows === undefined || rows.length <= pageItems) reload();
  });
  if (described.error.value) return <Failure error={described.error.value} />;
  if (!table || !keys) return null;
  const shownKeys = [keys.partition, keys.sort].filter((key) => key !== undefined);
  const ownKeys = table.KeySchema.map(({ AttributeName }) => AttributeName);
  return (
    <div class="data-view">
      <KeyQuery table={table} index={index} asked={asked} />
      <div class="data-count">
        <p class="quiet" role="status">
          {rows && `${rows.length.toLocaleString("en")}${hasMore ? " items and more" : rows.length === 1 ? " item" : " items"}`}
        </p>
        <Button kind="quiet" icon="again" label="Read again" onClick={reload} />
      </div>
      <Failure error={error} />
      {rows?.length === 0 && (
        <EmptyState icon="table" title={isQuery ? "No item has this key" : "The table is empty"}>
          <p>{isQuery ? "A sort key that is a text is found by how it begins." : "What functions write appears here."}</p>
        </EmptyState>
      )}
      {rows && rows.length > 0 && (
        <Rows
          label={`Items of ${name}`}
          count={rows.length}
          at={(place) => rows[place]}
          keyOf={(item) => JSON.stringify(ownKeys.map((key) => item[key]))}
          cells={(item) => {
            const { title, rest } = lineOf(item, shownKeys);
            return { title, preview: rest };
          }}
          onOpen={(item) => {
            chosen.value = item;
          }}
          onShown={show}
        />
      )}
      {chosen.value && (
        <ItemDialog
          item={chosen.value}
          title={lineOf(chosen.value, ownKeys).title}
          onClose={() => {
            chosen.value = undefined;
          }}
        />
      )}
    </div>
  );
}
