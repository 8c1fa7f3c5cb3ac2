import { useSignal } from "@preact/signals";
import { keepInAddress } from "../../router.ts";
import { Button } from "../../ui/button.tsx";
import { type DescribedTable, indexesOf, keysOf } from "./table-keys.ts";

/** Asks for a key: of the table or of one of its indexes. */
export function KeyQuery(props: { table: DescribedTable; index: string; asked: { partition: string; sort: string } }) {
  const { table, index, asked } = props;
  const draft = useSignal(asked);
  const indexes = indexesOf(table);
  const keys = keysOf(table, index);
  const ask = (event: SubmitEvent) => {
    event.preventDefault();
    keepInAddress({ pk: draft.value.partition || undefined, sk: draft.value.sort || undefined });
  };
  return (
    <form class="data-query" onSubmit={ask}>
      {indexes.length > 0 && (
        <label class="field">
          Index
          <select value={index} onChange={(event) => keepInAddress({ index: event.currentTarget.value || undefined })}>
            <option value="">the table itself</option>
            {indexes.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      <label class="field">
        {keys?.partition}
        <input
          value={draft.value.partition}
          placeholder="all items"
          spellcheck={false}
          data-search
          onInput={(event) => {
            draft.value = { ...draft.value, partition: event.currentTarget.value };
          }}
        />
      </label>
      {keys?.sort !== undefined && (
        <label class="field">
          {keys.sort}
          <input
            value={draft.value.sort}
            placeholder="begins with…"
            spellcheck={false}
            onInput={(event) => {
              draft.value = { ...draft.value, sort: event.currentTarget.value };
            }}
          />
        </label>
      )}
      <Button type="submit" icon="search">
        Query
      </Button>
    </form>
  );
}
