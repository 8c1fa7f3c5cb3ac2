import type { WholeFunction } from "@foyer/local";
import { amount } from "../../times.ts";
import { Table } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";

/** The versions and aliases of a function, its role, and what becomes of asynchronous invocations. */
export function VersionsPanel({ found }: { found: WholeFunction }) {
  const { functionName, functionArn, role, versions, aliases, eventInvokeConfigs } = found;
  const configs = eventInvokeConfigs.length > 0 ? eventInvokeConfigs : [{ qualifier: "$LATEST" }];
  return (
    <div class="functions-panel">
      <dl class="facts card functions-facts">
        <dt>ARN</dt>
        <dd class="mono">{functionArn}</dd>
        <dt>Role</dt>
        <dd class="mono">{role ?? "none"}</dd>
      </dl>
      <Table
        label={`Versions of ${functionName}`}
        rows={versions.toReversed()}
        keyOf={({ version }) => version}
        columns={[
          { title: "Version", cell: ({ version }) => version },
          {
            title: "Aliases",
            cell: ({ version }) =>
              aliases
                .filter((alias) => alias.version === version)
                .map(({ name }) => name)
                .join(", "),
          },
          { title: "Code, SHA-256", cell: ({ codeSha256 }) => <code>{codeSha256.slice(0, 16)}…</code> },
          { title: "Size", align: "right", cell: ({ codeSizeBytes }) => `${Math.ceil(codeSizeBytes / 1024)} KB` },
          { title: "Since", cell: ({ modifiedAt }) => <Time at={modifiedAt} /> },
        ]}
      />
      <h2>Asynchronous invocations</h2>
      <Table
        label="Asynchronous invocations"
        rows={configs as WholeFunction["eventInvokeConfigs"]}
        keyOf={({ qualifier }) => qualifier}
        columns={[
          { title: "Qualifier", cell: ({ qualifier }) => qualifier },
          { title: "Retries after an error", align: "right", cell: ({ retries }) => retries ?? "2, the default" },
          {
            title: "Given up after",
            align: "right",
            cell: ({ maxAgeSeconds }) => (maxAgeSeconds === undefined ? "6 hours, the default" : amount(maxAgeSeconds * 1000)),
          },
          { title: "Goes on success to", cell: ({ onSuccess }) => shortArn(onSuccess) },
          { title: "Goes on failure to", cell: ({ onFailure }) => shortArn(onFailure) },
        ]}
      />
    </div>
  );
}

function shortArn(arn: string | undefined) {
  return arn === undefined ? <span class="quiet">nowhere</span> : <span title={arn}>{arn.split(":").slice(2).join(":")}</span>;
}
