/** What was counted, and the sentences about what should not have been. */
export class Findings {
  readonly rows: [string, number | string][] = [];
  readonly broken: string[] = [];

  count(what: string, value: number | string): void {
    this.rows.push([what, value]);
  }

  /** Notes a promise that was broken. @param cases those that break it, or how many */
  promise(cases: readonly unknown[] | number, sentence: string): void {
    const count = typeof cases === "number" ? cases : cases.length;
    if (count > 0) this.broken.push(`${count} ${sentence}`);
  }
}
