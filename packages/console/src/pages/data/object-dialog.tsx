import type { ListedObject } from "@foyer/local";
import { JsonBlock } from "../../ui/code-block.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Time } from "../../ui/time.tsx";

/** An object: what is said of it, and a link to its bytes. */
export function ObjectDialog({ bucket, object, onClose }: { bucket: string; object: ListedObject; onClose: () => void }) {
  const { key, size, etag, lastModified, storageClass, headers, metadata, tags } = object;
  const path = `/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
  return (
    <Dialog title={key} onClose={onClose}>
      <dl class="facts">
        <dt>Size</dt>
        <dd>{sizeWords(size)}</dd>
        <dt>Modified</dt>
        <dd>
          <Time at={lastModified} />
        </dd>
        <dt>ETag</dt>
        <dd>
          <code>{etag}</code>
        </dd>
        <dt>Storage class</dt>
        <dd>{storageClass}</dd>
        <dt>Bytes</dt>
        <dd>
          <a href={path} target="_blank" rel="noreferrer">
            Open in a new tab
          </a>
        </dd>
      </dl>
      <JsonBlock label="what is said of it" value={{ headers, metadata, tags }} />
    </Dialog>
  );
}

/** An amount of bytes: `12 B`, `3.4 KB`, `1.2 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [unit, name] = bytes < 1_000_000 ? [1000, "KB"] : bytes < 1_000_000_000 ? [1_000_000, "MB"] : [1_000_000_000, "GB"];
  return `${Number((bytes / unit).toFixed(1))} ${name}`;
}
