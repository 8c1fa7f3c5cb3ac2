import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { PageEntry } from "./pages.ts";
import { hrefOf, type Place } from "./place.ts";
import { EmptyState } from "./ui/empty-state.tsx";

type PageComponent = ComponentType<{ place: Place }>;

/** Loads a page and shows it from its top. */
export function PageOutlet({ entry, place }: { entry: PageEntry | undefined; place: Place }) {
  const loaded = useSignal<{ entry: PageEntry; Page: PageComponent } | undefined>(undefined);
  const failed = useSignal(false);
  const isFirst = useRef(true);
  const where = JSON.stringify([place.page, place.path]);
  useEffect(() => {
    if (!entry) return;
    entry.load().then(
      ({ default: Page }) => {
        failed.value = false;
        loaded.value = { entry, Page };
      },
      () => {
        failed.value = true;
      },
    );
  }, [entry, failed, loaded]);
  useEffect(() => {
    if (!isFirst.current) scrollTo(0, 0);
    isFirst.current = false;
  }, [where]);
  if (!entry) return <Nowhere title="There is no such page" text="The address may be of another version of the console." />;
  if (failed.value) return <Nowhere title="The page could not be loaded" text="Is foyer dev still running? Then reload." />;
  if (loaded.value?.entry !== entry) return null;
  const { Page } = loaded.value;
  return <Page place={place} />;
}

function Nowhere({ title, text }: { title: string; text: string }) {
  return (
    <EmptyState icon="search" title={title}>
      <p>{text}</p>
      <p>
        <a href={hrefOf("")}>To the sign-ups</a>
      </p>
    </EmptyState>
  );
}
