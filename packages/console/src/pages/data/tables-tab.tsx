import { read } from "../../api/read.ts";
import { useFresh } from "../../api/use-fresh.ts";
import { useLoad } from "../../api/use-load.ts";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Picker } from "./picker.tsx";
import { TableView } from "./table-view.tsx";

/** The tables of DynamoDB, and the items of one. */
export function TablesTab({ query }: { query: URLSearchParams }) {
  const { value, error, reload } = useLoad(() => read<{ TableNames: string[] }>("dynamodb.ListTables", {}), []);
  useFresh(reload);
  const names = value.value?.TableNames;
  const chosen = query.get("name") ?? names?.[0];
  return (
    <>
      <Failure error={error.value} />
      {names?.length === 0 && (
        <EmptyState icon="table" title="There is no table">
          <p>
            <code>foyer dev --table</code> makes one, and so does any client of DynamoDB:
          </p>
          <CodeBlock
            label="the command"
            text={`aws dynamodb create-table --table-name things --billing-mode PAY_PER_REQUEST \\
  --key-schema AttributeName=id,KeyType=HASH \\
  --attribute-definitions AttributeName=id,AttributeType=S`}
          />
        </EmptyState>
      )}
      {names && chosen !== undefined && (
        <div class="data-split">
          <Picker label="Tables" tab="tables" picks={names.map((name) => ({ name }))} chosen={chosen} />
          <TableView key={chosen} name={chosen} query={query} />
        </div>
      )}
    </>
  );
}
