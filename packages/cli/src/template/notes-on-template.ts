import type { ProvisionedTemplate } from "./provision-template.ts";

/** What of the template is not as it would be on AWS: a sentence for each type of resource that was skipped, and for each imported pool. */
export function notesOnTemplate({ skipped, importedPools }: ProvisionedTemplate): string[] {
  const byType = Map.groupBy(skipped, ({ type }) => type);
  return [
    ...[...importedPools].map(([id, local]) => `The user pool ${id} is not in this template: ${local} stands in for it`),
    ...[...byType].map(([type, all]) => `Skipped ${type}: ${all.map(({ logicalId }) => logicalId).join(", ")}`),
  ];
}
