import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { crc32 } from "node:zlib";

// Files by Unix, whose rights are in the upper half of the external attributes: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
const version = 20;
const madeByUnix = (3 << 8) | version;

/** The files of a folder as a zip file, stored and not compressed. The same files give the same bytes. */
export function zipFolder(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((file) => statSync(file).isFile())
    .sort();
  const contents: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const content = readFileSync(file);
    const path = Buffer.from(file.slice(folder.length).split(sep).filter(Boolean).join("/"));
    const common = commonHeader(content, path);
    const rights = Buffer.alloc(14);
    rights.writeUInt32LE((statSync(file).mode << 16) >>> 0, 6);
    rights.writeUInt32LE(offset, 10);
    directory.push(signed(0x02014b50), uint16(madeByUnix), common, rights, path);
    const header = signed(0x04034b50);
    contents.push(header, common, path, content);
    offset += header.length + common.length + path.length + content.length;
  }
  const sizeOfDirectory = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(sizeOfDirectory, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...contents, ...directory, signed(0x06054b50), end]);
}

/** What a file's own header and its entry in the directory have alike. */
function commonHeader(content: Buffer, path: Buffer): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(version, 0);
  // Names are in UTF-8.
  common.writeUInt16LE(0x0800, 2);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(path.length, 22);
  return common;
}

function signed(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
