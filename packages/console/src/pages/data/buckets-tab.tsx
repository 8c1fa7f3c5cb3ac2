import type { BucketPage, ListedObject } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { get } from "../../api/client.ts";
import { useFresh } from "../../api/use-fresh.ts";
import { useLoad } from "../../api/use-load.ts";
import { usePages } from "../../api/use-pages.ts";
import { hrefOf } from "../../place.ts";
import { keepInAddress } from "../../router.ts";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Time } from "../../ui/time.tsx";
import { ObjectDialog, sizeWords } from "./object-dialog.tsx";
import { Picker } from "./picker.tsx";
import { Rows } from "./rows.tsx";

/** The buckets of S3, and the objects of one by folder. */
export function BucketsTab({ query }: { query: URLSearchParams }) {
  const { value, error, reload } = useLoad((signal) => get<{ name: string }[]>("buckets", signal), []);
  useFresh(reload);
  const buckets = value.value;
  const chosen = buckets?.find(({ name }) => name === query.get("name")) ?? buckets?.[0];
  return (
    <>
      <Failure error={error.value} />
      {buckets?.length === 0 && (
        <EmptyState icon="table" title="There is no bucket">
          <p>Any client of S3 makes one:</p>
          <CodeBlock label="the command" text="aws s3 mb s3://exports" />
        </EmptyState>
      )}
      {buckets && chosen && (
        <div class="data-split">
          <Picker label="Buckets" tab="buckets" picks={buckets.map(({ name }) => ({ name }))} chosen={chosen.name} />
          <Folder key={chosen.name} bucket={chosen.name} prefix={query.get("prefix") ?? ""} />
        </div>
      )}
    </>
  );
}

type Entry = { folder: string } | { object: ListedObject };

const pageEntries = 200;

function Folder({ bucket, prefix }: { bucket: string; prefix: string }) {
  const chosen = useSignal<ListedObject | undefined>(undefined);
  const { rows, error, show, reload } = usePages<Entry>(JSON.stringify([bucket, prefix]), async (after) => {
    const asked = new URLSearchParams({ prefix, limit: String(pageEntries), ...(after !== undefined && { after }) });
    const { folders, objects, next } = await get<BucketPage>(`buckets/${encodeURIComponent(bucket)}?${asked}`);
    return { rows: [...folders.map((folder) => ({ folder })), ...objects.map((object) => ({ object }))], next };
  });
  useFresh(() => {
    if (rows === undefined || rows.length <= pageEntries) reload();
  });
  return (
    <div class="data-view">
      <Path bucket={bucket} prefix={prefix} />
      <Failure error={error} />
      {rows?.length === 0 && (
        <EmptyState icon="table" title="Nothing is here">
          <p>What functions and apps upload appears here.</p>
        </EmptyState>
      )}
      {rows && rows.length > 0 && (
        <Rows
          label={`Objects of ${bucket}`}
          count={rows.length}
          at={(index) => rows[index]}
          keyOf={(entry) => ("folder" in entry ? entry.folder : entry.object.key)}
          cells={(entry) =>
            "folder" in entry
              ? { title: entry.folder.slice(prefix.length), side: "folder" }
              : {
                  title: entry.object.key.slice(prefix.length),
                  preview: entry.object.headers["content-type"] ?? "",
                  side: sizeWords(entry.object.size),
                  when: <Time at={entry.object.lastModified} />,
                }
          }
          onOpen={(entry) => {
            if ("folder" in entry) keepInAddress({ name: bucket, prefix: entry.folder });
            else chosen.value = entry.object;
          }}
          onShown={show}
        />
      )}
      {chosen.value && (
        <ObjectDialog
          bucket={bucket}
          object={chosen.value}
          onClose={() => {
            chosen.value = undefined;
          }}
        />
      )}
    </div>
  );
}

/** The way from the bucket to a folder, each part a link. */
function Path({ bucket, prefix }: { bucket: string; prefix: string }) {
  const parts = prefix.split("/").slice(0, -1);
  const hrefTo = (to: string) => hrefOf("data", [], { tab: "buckets", name: bucket, prefix: to });
  return (
    <nav class="data-path" aria-label="Folder">
      <a href={hrefTo("")}>{bucket}</a>
      {parts.map((part, index) => (
        <span key={index}>
          {" / "}
          <a href={hrefTo(`${parts.slice(0, index + 1).join("/")}/`)}>{part || "(empty)"}</a>
        </span>
      ))}
    </nav>
  );
}
